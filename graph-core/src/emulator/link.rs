//! A link between two stored objects.

use std::collections::BTreeMap;

use super::routes::{Key, Place};

/// The links, each by its own path. For a link of a collection, this is the path of the collection plus the key of the linked object, such
/// as `groups/g/members/u`. For a single-valued property, it is the path of the property, such as `users/u/manager`.
pub(super) type Links = BTreeMap<Key, Link>;

/// A link to a stored object.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) target: Place,
    /// Whether the link belongs to a single-valued property and not to a collection.
    pub(super) is_single: bool,
}
