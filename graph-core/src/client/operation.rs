//! A request together with the function that decodes its response. Batch and bulk convert requests of all verbs to this form.

use std::pin::Pin;

use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::RawResponse;
use super::response::Response;
use crate::error::{BatchError, BatchProblem, Error};

/// A request that can be sent alone, in a [`Batch`](super::Batch) or in a [`Bulk`](super::Bulk).
///
/// Batch and bulk ignore the time limit of the request: they have their own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of a batch or a bulk",
    label = "expected one request that the client can send",
    note = "pass a request without its `.await`, such as `graph.get(path)` or `graph.patch(path, patch)`",
    note = "a list, an edit, an upload in fragments and the wait for an operation send several requests: await them outside of the batch"
)]
pub trait Batchable: sealed::IntoOperation<<Self as Batchable>::Output> {
    /// The type of the body of the [`Response`] to the request.
    type Output;
}

/// A request that is ready to be sent, or the error that prevents sending it.
pub struct Operation<T> {
    pub(in crate::client) pipeline: Pipeline,
    pub(in crate::client) request: Result<PreparedRequest, Error>,
    pub(in crate::client) decode: Decode<T>,
}

impl<T: 'static> Operation<T> {
    /// Sends the request alone and decodes the response.
    #[inline]
    pub(in crate::client) fn send(self) -> SendFuture<T> {
        let Self { pipeline, request, decode } = self;
        Box::pin(async move { decode(pipeline.send(&request?).await?) })
    }
}

/// The future of a request that is sent alone.
pub(in crate::client) type SendFuture<T> = Pin<Box<dyn Future<Output = Result<Response<T>, Error>> + Send>>;

impl<T> Operation<T> {
    /// Returns the request and the function that decodes its response. If a client with another pipeline than `pipeline` has created the
    /// request, returns an error instead of the request, because that client may belong to another tenant.
    pub(in crate::client) fn check_client(self, pipeline: &Pipeline) -> (Result<PreparedRequest, Error>, Decode<T>) {
        let own = |request: PreparedRequest| match self.pipeline.is_same(pipeline) {
            true => Ok(request),
            false => Err(BatchError::because(request.info(), BatchProblem::Foreign)),
        };
        (self.request.and_then(own), self.decode)
    }
}

/// A function that decodes a response with a status of 2xx.
pub(in crate::client) type Decode<T> = Box<dyn FnOnce(RawResponse) -> Result<Response<T>, Error> + Send + Sync>;

/// Prevents implementations of [`Batchable`] outside of this crate.
pub(in crate::client) mod sealed {
    use super::Operation;

    pub trait IntoOperation<T> {
        fn into_operation(self) -> Operation<T>;
    }
}

/// Implements `IntoFuture` and [`Batchable`] for a request that can be converted to an [`Operation`].
macro_rules! sent_as_operation {
    ([$($generics:tt)*] $request:ty => $output:ty) => {
        impl<$($generics)*> std::future::IntoFuture for $request {
            type Output = Result<$crate::client::Response<$output>, $crate::Error>;
            type IntoFuture = $crate::client::operation::SendFuture<$output>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                self.into_operation().send()
            }
        }

        impl<$($generics)*> $crate::client::operation::Batchable for $request {
            type Output = $output;
        }
    };
}
pub(in crate::client) use sent_as_operation;
