//! A request together with the decoding of its response: the form in which batch and bulk take the requests of all verbs.

use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::RawResponse;
use super::response::Response;
use crate::error::{BatchError, BatchProblem, Error};

/// A request that can be sent inside a [`Batch`](super::Batch) or a [`Bulk`](super::Bulk) as well as alone.
///
/// Batch and bulk have time limits of their own, so they ignore that of the request.
pub trait Batchable: sealed::IntoOperation<<Self as Batchable>::Output> {
    /// The body of the [`Response`].
    type Output;
}

/// A request that is ready to be sent, or the error that prevents it.
pub struct Operation<T> {
    pub(in crate::client) pipeline: Pipeline,
    pub(in crate::client) request: Result<PreparedRequest, Error>,
    pub(in crate::client) decode: Decode<T>,
}

impl<T> Operation<T> {
    /// The request, or an error if it was made by another client, which may have the token of another tenant.
    pub(in crate::client) fn check_client(self, pipeline: &Pipeline) -> (Result<PreparedRequest, Error>, Decode<T>) {
        let own = |request: PreparedRequest| match self.pipeline.is_same(pipeline) {
            true => Ok(request),
            false => Err(BatchError::because(request.info(), BatchProblem::Foreign)),
        };
        (self.request.and_then(own), self.decode)
    }
}

/// Decodes a response with a status of 2xx.
pub(in crate::client) type Decode<T> = Box<dyn FnOnce(RawResponse) -> Result<Response<T>, Error> + Send + Sync>;

/// Keeps [`Batchable`] from being implemented outside of this crate.
pub(in crate::client) mod sealed {
    use super::Operation;

    pub trait IntoOperation<T> {
        fn into_operation(self) -> Operation<T>;
    }
}
