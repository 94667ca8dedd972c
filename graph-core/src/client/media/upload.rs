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
use crate::model::property_value::PropertyValue;

/// A function that decodes the response to an upload.
///
/// An upload request stores the function instead of having a bound on `E`. With the bound, rustc would report two errors for a path without
/// content instead of one.
pub(super) type DecodeUploaded<E> = fn(RawResponse) -> Result<Response<Option<E>>, Error>;

/// A `PUT` of content, sent when it is awaited; see [`Client::upload`](crate::Client::upload).
#[must_use = "a request is not sent until it is awaited"]
pub struct UploadRequest<E> {
    pipeline: Pipeline,
    request: PreparedRequest,
    content: Bytes,
    /// The content type of the body; `None` if the caller has given a text that is not a valid header value.
    content_type: Option<HeaderValue>,
    options: RequestOptions,
    decode: DecodeUploaded<E>,
}

clone_and_debug!(UploadRequest<E> { pipeline, request, content_type, options } hidden { content, decode });

impl<E> UploadRequest<E> {
    pub(super) fn new<T: MediaTarget<Entity = E>>(pipeline: Pipeline, path: &Path<T>, content: Bytes) -> Self
    where
        E: PropertyValue,
    {
        let request = PreparedRequest::new::<T::Entity>(Method::PUT, path);
        let content_type = Some(HeaderValue::from_static("application/octet-stream"));
        Self {
            pipeline,
            request,
            content,
            content_type,
            options: RequestOptions::default(),
            decode: RawResponse::decode_uploaded,
        }
    }

    option_methods!(common, awaited, precondition);

    /// Sets the header `Content-Type`, such as `image/jpeg`; default: `application/octet-stream`.
    ///
    /// An invalid value makes the request fail with [`Error::InvalidHeader`] before it is sent.
    pub fn content_type(self, content_type: impl TryInto<HeaderValue>) -> Self {
        Self { content_type: content_type.try_into().ok(), ..self }
    }

    fn prepare(self) -> (Pipeline, Result<PreparedRequest, Error>, DecodeUploaded<E>) {
        let Self { pipeline, mut request, content, content_type, options, decode } = self;
        let prepared = request.set_options(options).and_then(|()| Content::new(content_type, content).write(&mut request));
        (pipeline, prepared.map(|()| request), decode)
    }
}

impl<E: 'static> IntoFuture for UploadRequest<E> {
    type Output = Result<Response<Option<E>>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        let (pipeline, request, decode) = self.prepare();
        Box::pin(async move { decode(pipeline.send(&request?).await?) })
    }
}

impl<E: 'static> IntoOperation<Option<E>> for UploadRequest<E> {
    fn into_operation(self) -> Operation<Option<E>> {
        let (pipeline, request, decode) = self.prepare();
        Operation { pipeline, request: request.and_then(check_json), decode: Box::new(decode) }
    }
}

impl<E: 'static> Batchable for UploadRequest<E> {
    type Output = Option<E>;
}
