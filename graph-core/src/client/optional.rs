//! Reading an entity that may not exist.

use std::future::IntoFuture;
use std::pin::Pin;

use http::StatusCode;

use super::get::GetRequest;
use super::operation::sealed::IntoOperation;
use super::operation::{Batchable, Operation};
use super::response::Response;
use crate::error::Error;
use crate::model::structured::GraphEntity;

/// A `GET` of an entity that may not exist, sent when it is awaited; see [`GetRequest::optional`].
#[derive(Clone, Debug)]
#[must_use = "a request is not sent until it is awaited"]
pub struct OptionalRequest<E, T = E>(GetRequest<E, T>);

impl<E: GraphEntity, T> GetRequest<E, T> {
    /// Turns status 404 into `None`. The body of the response is then an `Option`, and the status and headers are those of the 404.
    ///
    /// Only 404 means that the entity does not exist. An empty response with another status is still the error
    /// [`Error::Decode`]: the service has found something, but has not sent it. Some services answer 404 for a wrong path too.
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
        OptionalRequest(self)
    }
}

impl<E: GraphEntity, T: 'static> IntoOperation<Option<T>> for OptionalRequest<E, T> {
    fn into_operation(self) -> Operation<Option<T>> {
        let Operation { pipeline, request, decode } = self.0.into_operation();
        let request = request.map(|request| request.expecting(StatusCode::NOT_FOUND));
        let decode = Box::new(|response: super::raw_response::RawResponse| match response.response.status() {
            StatusCode::NOT_FOUND => Ok(response.into_response().with_body(None, None)),
            _ => decode(response).map(|response| response.map(Some)),
        });
        Operation { pipeline, request, decode }
    }
}

impl<E: GraphEntity, T: 'static> IntoFuture for OptionalRequest<E, T> {
    type Output = Result<Response<Option<T>>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        self.into_operation().send()
    }
}

impl<E: GraphEntity, T: 'static> Batchable for OptionalRequest<E, T> {
    type Output = Option<T>;
}
