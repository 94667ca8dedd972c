//! The error of a change that was carried out, although the response body cannot be decoded.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::decode::DecodeError;

/// The error of a change that the service carried out (2xx), although the response body does not match the declared type.
///
/// Do not send the request again: a repeated creation would create a second entity.
#[derive(Debug)]
#[non_exhaustive]
pub struct CarriedOutError {
    /// The reason why the response body cannot be decoded, with the request and the status of the response.
    pub decode: DecodeError,
    /// The response headers. `Set-Cookie` and values that contain the token are marked as sensitive, so that `Debug` does not print them.
    pub headers: HeaderMap,
    /// The id of the entity, if the response contains it: in the headers after a creation, or as the key property in the body.
    pub id: Option<String>,
    pub(crate) body: HiddenBody,
}

impl CarriedOutError {
    /// Returns the response body as the service sent it. It may contain secrets, so neither `Display` nor `Debug` of this error prints it.
    pub fn body(&self) -> &Bytes {
        &self.body.0
    }
}

/// A response body that `Debug` does not print.
pub(crate) struct HiddenBody(pub(crate) Bytes);

impl fmt::Debug for HiddenBody {
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
