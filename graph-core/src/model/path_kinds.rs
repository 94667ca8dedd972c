//! The paths that each request takes.
//!
//! A request takes `impl EntityPath<E>` and not `Path<E>`, because only a trait can say which path is right.
//!
//! After an error, rustc must not know `E`: it would report each bound that `E` does not meet. From the only impl that fits `Path<T>` it
//! infers `E = T`, even if `T` is not an entity. So `Path<T>` has a second impl, with a bound that no type meets.

use std::marker::PhantomData;

use super::misused::Misused;
use super::operation::GraphOperation;
use super::path::{Collection, Count, Delta, Path, Reference};
use super::structured::{GraphEntity, Structured};

/// The path of one entity, which requests such as [`Client::get`](crate::Client::get) and [`Client::patch`](crate::Client::patch) take: a
/// [`Path<E>`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the path of one entity",
    label = "expected the path of one entity, such as `Group::v1().groups(&id)`",
    note = "the constructors come from the entity's `#[graph_paths(…)]`, and take an id for each placeholder",
    note = "paths to something else have methods of their own: a collection `list` and `create`, `delta` `delta`, `$count` `count`, `$ref` `links` and `add_link`, `$value` `download`, an operation `call`"
)]
pub trait EntityPath<E> {
    /// Returns the path.
    fn into_path(self) -> Path<E>;
}

#[diagnostic::do_not_recommend]
impl<E: GraphEntity> EntityPath<E> for Path<E> {
    fn into_path(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> EntityPath<Unknown<T>> for Path<T>
where
    Misused<T>: Unmet,
{
    fn into_path(self) -> Path<Unknown<T>> {
        self.retarget()
    }
}

/// The path of a collection, which [`Client::list`](crate::Client::list) and [`Client::create`](crate::Client::create) take: a
/// `Path<Collection<E>>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the path of a collection",
    label = "expected the path of a collection, such as `Group::v1().groups_collection()`",
    note = "each template that ends in a placeholder also has a constructor for its collection, whose name ends in `_collection`",
    note = "paths to something else have methods of their own: one entity `get` and `patch`, `delta` `delta`, `$count` `count`, `$ref` `links` and `add_link`, an operation `call`"
)]
pub trait CollectionPath<E> {
    /// Returns the path.
    fn into_path(self) -> Path<Collection<E>>;
}

#[diagnostic::do_not_recommend]
impl<E: GraphEntity> CollectionPath<E> for Path<Collection<E>> {
    fn into_path(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> CollectionPath<Unknown<T>> for Path<Collection<T>>
where
    Misused<T>: Unmet,
{
    fn into_path(self) -> Path<Collection<Unknown<T>>> {
        self.retarget()
    }
}

/// The path of the changes of a collection, which [`Client::delta`](crate::Client::delta) takes: a `Path<Delta<E>>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the path of a delta query",
    label = "expected a path that ends in `/delta`, such as `Group::v1().groups_delta()`",
    note = "declare the template of the changes: `#[graph_paths(v1, \"/groups/delta\")]`"
)]
pub trait DeltaPath<E> {
    /// Returns the path.
    fn into_path(self) -> Path<Delta<E>>;
}

#[diagnostic::do_not_recommend]
impl<E: Structured> DeltaPath<E> for Path<Delta<E>> {
    fn into_path(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> DeltaPath<Unknown<T>> for Path<Delta<T>>
where
    Misused<T>: Unmet,
{
    fn into_path(self) -> Path<Delta<Unknown<T>>> {
        self.retarget()
    }
}

/// The path of a number of objects, which [`Client::count`](crate::Client::count) takes: a `Path<Count<E>>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the path of a count",
    label = "expected a path that ends in `/$count`, such as `Group::v1().groups_count()`",
    note = "declare the template of the count: `#[graph_paths(v1, \"/groups/$count\")]`",
    note = "a list also counts its entities: `graph.list(…).count()`"
)]
pub trait CountPath<E> {
    /// Returns the path.
    fn into_path(self) -> Path<Count<E>>;
}

#[diagnostic::do_not_recommend]
impl<E: GraphEntity> CountPath<E> for Path<Count<E>> {
    fn into_path(self) -> Self {
        self
    }
}

/// The path of links, which [`Client::add_link`](crate::Client::add_link) and [`Client::links`](crate::Client::links) take: a
/// `Path<Reference<E>>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the path of links",
    label = "expected a path that ends in `/$ref`, such as `Group::v1().members_ref(&id)`",
    note = "declare the template of the links: `#[graph_paths(v1, \"/groups/{{groupId}}/members/$ref\")]`"
)]
pub trait ReferencePath<E> {
    /// Returns the path.
    fn into_path(self) -> Path<Reference<E>>;
}

#[diagnostic::do_not_recommend]
impl<E: GraphEntity> ReferencePath<E> for Path<Reference<E>> {
    fn into_path(self) -> Self {
        self
    }
}

/// The path of the action or function `O`, which [`Client::call`](crate::Client::call) takes: a [`Path<O>`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the path of an action or a function",
    label = "expected a path that the struct of the parameters declares",
    note = "the constructors come from the `#[graph_paths(…)]` of the operation: `graph.call(Wipe::v1().wipe(&device), Wipe {{ … }})`"
)]
pub trait OperationPath<O> {
    /// Returns the path.
    fn into_path(self) -> Path<O>;
}

#[diagnostic::do_not_recommend]
impl<O: GraphOperation> OperationPath<O> for Path<O> {
    fn into_path(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<T> OperationPath<Unknown<T>> for Path<T>
where
    Misused<T>: Unmet,
{
    fn into_path(self) -> Path<Unknown<T>> {
        self.retarget()
    }
}

/// The parameters of the action or function `O`, which [`Client::call`](crate::Client::call) takes: a value of `O`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the struct of this path's action or function",
    label = "expected a value of `{O}`",
    note = "the path and the parameters come from one struct: `graph.call(Wipe::v1().wipe(&device), Wipe {{ … }})`"
)]
pub trait OperationParameters<O> {
    /// Returns the parameters.
    fn into_parameters(self) -> O;
}

#[diagnostic::do_not_recommend]
impl<O: GraphOperation> OperationParameters<O> for O {
    fn into_parameters(self) -> O {
        self
    }
}

/// Adds an impl that rustc may not choose, because a second one fits as well: the operation comes from the path alone, and a path of
/// something else is the only error.
macro_rules! ambiguous_parameters {
    ($($operation:ty)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<T> OperationParameters<$operation> for T {
            fn into_parameters(self) -> $operation {
                Unknown(PhantomData)
            }
        }
    )+};
}

ambiguous_parameters! { Unknown<T> Unknown<Unknown<T>> }

/// The target of a path that rustc does not infer.
#[doc(hidden)]
pub struct Unknown<T>(PhantomData<T>);

/// A bound that no type meets.
#[doc(hidden)]
pub trait Unmet {}
