//! How a batch writes the body of one of its requests or responses: as JSON, or in a JSON string.
//!
//! Source: [OData JSON 4.01 §19](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_BatchRequest).

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// The form of a body inside a batch, which follows from its media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyForm {
    /// The body itself, which is JSON.
    Json,
    /// A JSON string that contains the text of the body.
    Text,
    /// A JSON string that contains the body as base64url.
    Binary,
}

impl BodyForm {
    /// Returns the form of the body that comes with these headers. Without `Content-Type`, the body is JSON.
    #[inline]
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("application/json");
        let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if media_type.ends_with("/json") || media_type.ends_with("+json") {
            Self::Json
        } else if media_type.starts_with("text/") {
            Self::Text
        } else {
            Self::Binary
        }
    }
}
