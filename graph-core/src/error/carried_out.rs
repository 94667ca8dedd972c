//! The error of a change that was carried out, although its result cannot be read.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::decode::DecodeError;

/// A change that the service carried out (2xx), whose response has a body that does not match the declared type.
///
/// Do not send the request again: a second creation makes a second entity.
#[derive(Debug)]
#[non_exhaustive]
pub struct CarriedOutError {
    /// The reason why the body cannot be read, with the request and the status.
    pub decode: DecodeError,
    /// The headers. Values that hold the token, and `Set-Cookie`, are marked as sensitive, so that `Debug` leaves them out.
    pub headers: HeaderMap,
    /// The id of the entity, if the headers of a creation or the property `id` of the body name it.
    pub id: Option<String>,
    pub(crate) body: RawBody,
}

impl CarriedOutError {
    /// The body as the service sent it. No text of this error contains it, because it may contain secrets.
    pub fn body(&self) -> &Bytes {
        &self.body.0
    }
}

/// A body that `Debug` does not print.
pub(crate) struct RawBody(pub(crate) Bytes);

impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl fmt::Display for CarriedOutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let done = if self.decode.status == StatusCode::ACCEPTED { "accepted" } else { "carried out" };
        self.decode.write(f, format_args!("the change was {done}, but its result cannot be read: "))
    }
}

impl std::error::Error for CarriedOutError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        std::error::Error::source(&self.decode)
    }
}
