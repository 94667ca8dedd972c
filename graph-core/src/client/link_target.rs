//! The paths that a link can refer to.

use crate::model::path::{ApiVersion, Path};
use crate::model::property_value::PropertyValue;

/// A path that a link can refer to: a [`Path<T>`] to an entity, or to an enum of entities with a common base type.
///
/// A path to a collection, to links, to a count or to content does not compile as the target of a link.
#[diagnostic::on_unimplemented(
    message = "a link cannot refer to `{Self}`",
    label = "expected the path of one entity",
    note = "a link refers to one entity: write a path with its key, such as `User::v1().users(&user)`"
)]
pub trait LinkTarget {
    /// Returns the API version of the path, and the path after it, which begins with `/`.
    fn version_and_path(&self) -> (ApiVersion, &str);
}

#[diagnostic::do_not_recommend]
impl<T: PropertyValue> LinkTarget for Path<T> {
    fn version_and_path(&self) -> (ApiVersion, &str) {
        (self.version(), self.as_str())
    }
}
