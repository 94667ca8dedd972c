//! What a request gives back when it succeeds.

use http::StatusCode;

/// The result of a request, and what the service says about it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// The result.
    pub body: T,
    /// The version of the object, for [`if_match`](crate::client::PatchRequest::if_match): from the `ETag` header, else from `@odata.etag`.
    pub etag: Option<String>,
    /// The status.
    pub status: StatusCode,
    /// The id that the service gave the request.
    pub request_id: Option<String>,
    /// The id that the client gave the request.
    pub client_request_id: String,
}
