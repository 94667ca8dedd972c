//! The response of a request that succeeded.

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
}

impl Response<()> {
    /// Adds the body, and its etag unless a header has one.
    pub(super) fn with_body<T>(self, body: T, etag: Option<String>) -> Response<T> {
        let Self { body: (), etag: header, status, headers, request_id, client_request_id } = self;
        Response { body, etag: header.or(etag), status, headers, request_id, client_request_id }
    }
}
