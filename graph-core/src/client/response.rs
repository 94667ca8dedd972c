//! The response to a request that succeeded.

use http::header::LOCATION;
use http::{HeaderMap, StatusCode};

/// The decoded response to a request that succeeded.
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
    /// The decoded response body.
    pub body: T,
    /// The etag of the entity, from the `ETag` header, otherwise from `@odata.etag` in the body. Pass it to
    /// [`if_match`](crate::client::PatchRequest::if_match).
    pub etag: Option<String>,
    /// The HTTP status of the response.
    pub status: StatusCode,
    /// The response headers. The value of `Set-Cookie`, values that contain the token and (after 202) the URL of an operation are marked as
    /// sensitive, so that `Debug` does not print them. A header whose name contains the token is left out.
    pub headers: HeaderMap,
    /// The id that the service gave the request (the response header `request-id`).
    pub request_id: Option<String>,
    /// The id that the client gave the request (the request header `client-request-id`).
    pub client_request_id: String,
    pub(super) created_id: Option<Box<str>>,
}

impl<T> Response<T> {
    /// Returns the id of the created entity, from the header `OData-EntityId` or `Location` of the response to a creation.
    ///
    /// Use it when the response has no body, for example after `Prefer: return=minimal`.
    pub fn created_id(&self) -> Option<&str> {
        self.created_id.as_deref()
    }

    /// Returns the `Location` header: the URL of the created entity or, after 202, the URL of an operation whose state can be polled.
    pub fn location(&self) -> Option<&str> {
        self.headers.get(LOCATION)?.to_str().ok()
    }
}

impl<T> Response<T> {
    /// Returns whether an upsert or a replacement created the entity (status 201, or 204 with the URL of the new entity) instead of
    /// changing it.
    ///
    /// If the first response was lost and the request was sent again, returns `false`, because the entity has existed since the first
    /// attempt.
    pub fn is_created(&self) -> bool {
        let has_url = || self.headers.contains_key(LOCATION) || self.headers.contains_key("odata-entityid");
        self.status == StatusCode::CREATED || self.status == StatusCode::NO_CONTENT && has_url()
    }

    /// Converts the body of the response with a function, and keeps everything else.
    pub(super) fn map<U>(self, convert: impl FnOnce(T) -> U) -> Response<U> {
        let Self { body, etag, status, headers, request_id, client_request_id, created_id } = self;
        Response { body: convert(body), etag, status, headers, request_id, client_request_id, created_id }
    }
}

impl Response<()> {
    /// Adds the decoded body to the response. Uses the body's etag if the response has no `ETag` header.
    pub(super) fn with_body<T>(self, body: T, etag: Option<String>) -> Response<T> {
        let Self { body: (), etag: header, status, headers, request_id, client_request_id, created_id } = self;
        Response { body, etag: header.or(etag), status, headers, request_id, client_request_id, created_id }
    }
}
