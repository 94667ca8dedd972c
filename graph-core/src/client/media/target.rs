//! The paths at which content can be downloaded or uploaded.

use crate::model::path::Media;
use crate::model::structured::GraphEntity;

/// A type `T` for which a [`Path<T>`](crate::model::Path) leads to content that can be downloaded or uploaded.
///
/// - `Path<Media<E>>`: a template that ends in `/$value`, such as `/users/{userId}/photo/$value`.
/// - `Path<E>`: a template that leads to a property of the type `Edm.Stream`, such as `/drives/{driveId}/items/{itemId}/content`.
///
/// Only with the feature `media`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no content to download or upload",
    label = "expected the path of an entity or of its `$value`",
    note = "declare the template of the content, such as `/drives/{{driveId}}/items/{{itemId}}/content` or `/users/{{userId}}/photo/$value`"
)]
pub trait MediaTarget: 'static {
    /// The entity that the content belongs to.
    type Entity: GraphEntity;
}

#[diagnostic::do_not_recommend]
impl<E: GraphEntity> MediaTarget for E {
    type Entity = E;
}

impl<E: GraphEntity> MediaTarget for Media<E> {
    type Entity = E;
}
