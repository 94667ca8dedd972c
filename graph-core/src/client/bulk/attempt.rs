//! The requests of a bulk that have no result yet.

use http::Method;

use crate::client::operation::Decode;
use crate::client::prepared_request::PreparedRequest;

/// A request of a bulk that has no result yet, and the key that the caller gave it.
pub(super) struct Pending<K, T> {
    pub(super) key: K,
    pub(super) decode: Decode<T>,
    /// How often the request failed. Attempts that were refused because of throttling, or did not reach the service, do not count.
    pub(super) failures: u32,
    pub(super) attempt: Attempt,
}

/// The part of a [`Pending`] request that the sending future borrows. The key is not part of it, because keys need not be `Sync`.
pub(super) struct Attempt {
    pub(super) request: PreparedRequest,
    /// How often the request was sent before this attempt.
    pub(super) earlier: u32,
    /// Whether this attempt uses a new connection.
    pub(super) new_connection: bool,
}

impl Attempt {
    /// Returns the path of the entity that the request reads or changes, such as `users/a1`, or `None` for a creation.
    ///
    /// The path is without the API version, because a path names the same entity in both versions.
    #[inline]
    pub(super) fn entity(&self) -> Option<&str> {
        if self.request.method == Method::POST {
            return None;
        }
        let target = self.request.target.trim_start_matches('/');
        let path = target.split_once('?').map_or(target, |(path, _query)| path);
        Some(path.split_once('/').map_or(path, |(_version, path)| path))
    }
}
