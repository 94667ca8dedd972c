//! The paths that a link can refer to.

use crate::model::property_value::PropertyValue;

/// A type `T` for which a link can refer to a [`Path<T>`](crate::model::Path): an entity, or an enum of entities with a common base type.
///
/// A path to a collection, to links, to a count or to content does not compile as the target of a link.
#[diagnostic::on_unimplemented(
    message = "a link cannot refer to `{Self}`",
    label = "expected the path of one entity",
    note = "a link refers to one entity: write a path with its key, such as `User::v1().users(&user)`"
)]
pub trait LinkTarget: PropertyValue {}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue> LinkTarget for T {}
