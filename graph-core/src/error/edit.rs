//! The errors of an edit, which reads an entity, and changes it if no other client has changed it since.

use std::fmt;

use super::request_info::RequestInfo;
use super::service::ServiceError;

/// The error of an edit of an entity whose response has no etag. Nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct NoEtagError {
    /// The `GET` request, without the ids in its path.
    pub request: RequestInfo,
    /// The `request-id` header of the response: the id that the service gave the request.
    pub request_id: Option<String>,
}

impl fmt::Display for NoEtagError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the response has no etag, so an edit could overwrite the change of another client: ", self.request)?;
        f.write_str("use `get` and `patch`, if that does no harm")?;
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl std::error::Error for NoEtagError {}

/// The error of an edit that gave up, because other clients changed the entity between each read and its `PATCH`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EditConflictError {
    /// How often the edit read the entity and sent a `PATCH`.
    pub attempts: u32,
    /// The response to the last `PATCH` (412).
    pub last: ServiceError,
}

impl fmt::Display for EditConflictError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { attempts, last } = self;
        write!(f, "{}: another client changed the entity during each of {attempts} attempts: ", last.request)?;
        f.write_str("try again later, or raise `max_attempts`")
    }
}

impl std::error::Error for EditConflictError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.last)
    }
}
