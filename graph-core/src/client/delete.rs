//! Deleting one entity.

use std::future::IntoFuture;
use std::pin::Pin;

use http::Method;

use super::operation::sealed::IntoOperation;
use super::operation::{Batchable, Operation};
use super::options::{RequestOptions, clone_and_debug, option_methods};
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::response::Response;
use crate::error::Error;
use crate::model::path::Path;
use crate::model::structured::GraphEntity;

/// A `DELETE` of one entity, sent when it is awaited; see [`Client::delete`](super::Client::delete).
#[must_use = "a request is not sent until it is awaited"]
pub struct DeleteRequest<E> {
    pipeline: Pipeline,
    path: Path<E>,
    options: RequestOptions,
}

clone_and_debug!(DeleteRequest<E> { pipeline, path, options });

impl<E: GraphEntity> DeleteRequest<E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<E>) -> Self {
        Self { pipeline, path, options: RequestOptions::default() }
    }

    option_methods!(common, awaited, precondition);

    fn prepare(path: &Path<E>, options: RequestOptions) -> Result<PreparedRequest, Error> {
        let mut request = PreparedRequest::new::<E>(Method::DELETE, path);
        request.set_options(options)?;
        Ok(request)
    }
}

impl<E: GraphEntity> IntoFuture for DeleteRequest<E> {
    type Output = Result<Response<()>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let Self { pipeline, path, options } = self;
        let request = Self::prepare(&path, options);
        Box::pin(async move { Ok(pipeline.send(&request?).await?.into_response()) })
    }
}

impl<E: GraphEntity> IntoOperation<()> for DeleteRequest<E> {
    fn into_operation(self) -> Operation<()> {
        let Self { pipeline, path, options } = self;
        let request = Self::prepare(&path, options);
        Operation { pipeline, request, decode: Box::new(|response| Ok(response.into_response())) }
    }
}

impl<E: GraphEntity> Batchable for DeleteRequest<E> {
    type Output = ();
}
