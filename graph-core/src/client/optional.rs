//! Reading an entity that may not exist.

use http::StatusCode;

use super::get::GetRequest;
use super::operation::sealed::IntoOperation;
use super::operation::{Operation, sent_as_operation};
use super::options::clone_and_debug;
use super::raw_response::RawResponse;
use crate::model::structured::GraphEntity;

/// A `GET` of an entity that may not exist, sent when it is awaited; see [`GetRequest::optional`].
#[must_use = "a request is not sent until it is awaited"]
pub struct OptionalRequest<E, T = E> {
    request: GetRequest<E, T>,
}

clone_and_debug!(OptionalRequest < E, T > { request });

impl<E: GraphEntity, T> GetRequest<E, T> {
    /// Turns status 404 into `None`. The body of the response is then an `Option`, and the status and headers are those of the 404.
    ///
    /// Only 404 means that the entity does not exist. An empty response with another status still fails with
    /// [`Error::Decode`](crate::Error::Decode). Note that some services also answer 404 if the path is wrong.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::Path;
    /// # async fn example<E: GraphEntity>(graph: Client, path: Path<E>) -> Result<(), graph_core::Error> {
    /// let found: Option<E> = graph.get(path).optional().await?.body;
    /// # Ok(())
    /// # }
    /// ```
    pub fn optional(self) -> OptionalRequest<E, T> {
        OptionalRequest { request: self }
    }
}

impl<E: GraphEntity, T: 'static> IntoOperation<Option<T>> for OptionalRequest<E, T> {
    fn into_operation(self) -> Operation<Option<T>> {
        let Operation { pipeline, request, decode } = self.request.into_operation();
        let request = request.map(|request| request.expecting(StatusCode::NOT_FOUND));
        let decode = Box::new(|response: RawResponse| match response.response.status() {
            StatusCode::NOT_FOUND => Ok(response.into_response().with_body(None, None)),
            _ => decode(response).map(|response| response.map(Some)),
        });
        Operation { pipeline, request, decode }
    }
}

sent_as_operation!([E: GraphEntity, T: 'static] OptionalRequest<E, T> => Option<T>);
