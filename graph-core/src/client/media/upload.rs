//! Uploads of content in one request.

use std::future::IntoFuture;
use std::pin::Pin;

use bytes::Bytes;
use http::{HeaderValue, Method};

use super::target::MediaTarget;
use crate::client::operation::sealed::IntoOperation;
use crate::client::operation::{Batchable, Operation};
use crate::client::options::{RequestOptions, clone_and_debug, option_methods};
use crate::client::pipeline::Pipeline;
use crate::client::prepared_request::PreparedRequest;
use crate::client::raw::{Content, check_json};
use crate::client::raw_response::RawResponse;
use crate::client::response::Response;
use crate::error::Error;
use crate::model::path::Path;

/// A `PUT` of content, sent when it is awaited; see [`Client::upload`](crate::Client::upload).
#[must_use = "a request is not sent until it is awaited"]
pub struct UploadRequest<T> {
    pipeline: Pipeline,
    path: Path<T>,
    content: Bytes,
    /// `None` if the caller's content type is not a header value.
    content_type: Option<HeaderValue>,
    options: RequestOptions,
}

clone_and_debug!(UploadRequest<T> { pipeline, path, content_type, options } hidden { content });

impl<T: MediaTarget> UploadRequest<T> {
    pub(super) fn new(pipeline: Pipeline, path: Path<T>, content: Bytes) -> Self {
        let content_type = Some(HeaderValue::from_static("application/octet-stream"));
        Self { pipeline, path, content, content_type, options: RequestOptions::default() }
    }

    option_methods!(common, precondition);

    /// Sets the header `Content-Type`, such as `image/jpeg`; default: `application/octet-stream`.
    ///
    /// An invalid value makes the request fail with [`Error::InvalidHeader`] before it is sent.
    pub fn content_type(self, content_type: impl TryInto<HeaderValue>) -> Self {
        Self { content_type: content_type.try_into().ok(), ..self }
    }

    fn prepare(self) -> (Pipeline, Result<PreparedRequest, Error>) {
        let Self { pipeline, path, content, content_type, options } = self;
        let mut request = PreparedRequest::new::<T::Entity>(Method::PUT, &path);
        let prepared = request.set_options(options).and_then(|()| Content::new(content_type, content).write(&mut request));
        (pipeline, prepared.map(|()| request))
    }
}

impl<T: MediaTarget> IntoFuture for UploadRequest<T> {
    type Output = Result<Response<Option<T::Entity>>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let (pipeline, request) = self.prepare();
        Box::pin(async move { pipeline.send(&request?).await?.decode_uploaded() })
    }
}

impl<T: MediaTarget> IntoOperation<Option<T::Entity>> for UploadRequest<T> {
    fn into_operation(self) -> Operation<Option<T::Entity>> {
        let (pipeline, request) = self.prepare();
        Operation { pipeline, request: request.and_then(check_json), decode: Box::new(RawResponse::decode_uploaded) }
    }
}

impl<T: MediaTarget> Batchable for UploadRequest<T> {
    type Output = Option<T::Entity>;
}
