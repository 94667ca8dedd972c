//! The response of a request that succeeded.

use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

/// A decoded response.
///
/// ```
/// # use graph_core::{Client, GraphEntity};
/// # use graph_core::model::Path;
/// # async fn example<E: GraphEntity>(graph: Client, path: Path<E>) -> Result<(), graph_core::Error> {
/// let response = graph.get(path).await?;
/// println!("{}, sent on {:?}", response.status, response.headers.get("date"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Response<T> {
    /// The decoded body.
    pub body: T,
    /// The version of the entity, for [`if_match`](crate::client::PatchRequest::if_match): from the `ETag` header, else from `@odata.etag`.
    pub etag: Option<String>,
    /// The status.
    pub status: StatusCode,
    /// The headers. Values that hold the token, and `Set-Cookie`, are marked as sensitive, so that `Debug` leaves them out.
    pub headers: HeaderMap,
    /// The id that the service gave the request.
    pub request_id: Option<String>,
    /// The id that the client gave the request.
    pub client_request_id: String,
    pub(super) created_id: Option<Box<str>>,
}

impl<T> Response<T> {
    /// The id of the created entity, if this is the response to a creation whose `OData-EntityId` or `Location` header names it.
    ///
    /// A creation may be answered without a body, for example after `Prefer: return=minimal`.
    pub fn created_id(&self) -> Option<&str> {
        self.created_id.as_deref()
    }

    /// The `Location` header: the URL of the created entity or, for 202, that of an operation to watch.
    pub fn location(&self) -> Option<&str> {
        self.headers.get(LOCATION)?.to_str().ok()
    }
}

impl Response<()> {
    /// Adds the body, and its etag unless a header has one.
    pub(super) fn with_body<T>(self, body: T, etag: Option<String>) -> Response<T> {
        let Self { body: (), etag: header, status, headers, request_id, client_request_id, created_id } = self;
        Response { body, etag: header.or(etag), status, headers, request_id, client_request_id, created_id }
    }
}
