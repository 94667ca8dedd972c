//! A request of a bulk that has no result yet.

use http::Method;

use crate::client::operation::Decode;
use crate::client::prepared_request::PreparedRequest;

/// A request with the key of the caller.
pub(super) struct Pending<K, T> {
    pub(super) key: K,
    pub(super) decode: Decode<T>,
    /// How often it failed, without the times when the service was throttling or unreachable.
    pub(super) failures: u32,
    pub(super) attempt: Attempt,
}

/// The part of a [`Pending`] request that is lent to the future that sends it. Keys stay outside, since they need not be `Sync`.
pub(super) struct Attempt {
    pub(super) request: PreparedRequest,
    /// How often the request was sent before.
    pub(super) earlier: u32,
    /// Whether to use a new connection.
    pub(super) new_connection: bool,
}

impl Attempt {
    /// The path of the entity without the API version, since both versions show the same entities; `None` for a creation.
    pub(super) fn entity(&self) -> Option<&str> {
        if self.request.method == Method::POST {
            return None;
        }
        let target = self.request.target.trim_start_matches('/');
        let path = target.split_once('?').map_or(target, |(path, _query)| path);
        Some(path.split_once('/').map_or(path, |(_version, path)| path))
    }
}
