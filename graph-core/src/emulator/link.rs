//! A link between two stored objects.

use std::collections::BTreeMap;

use super::routes::{Key, Place};

/// The links by the path that leads through them: that of a collection and the key of the linked object, such as `groups/g/members/u`, or
/// that of a single-valued property, such as `users/u/manager`.
pub(super) type Links = BTreeMap<Key, Link>;

/// A link to a stored object.
#[derive(Clone, Debug)]
pub(super) struct Link {
    pub(super) target: Place,
    /// Whether a single-valued property has the link.
    pub(super) is_single: bool,
}
