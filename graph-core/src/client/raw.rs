//! Raw requests: any method, any path and any body, with the pipeline of all other requests.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Method};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::batch::body::BodyForm;
use super::facade::Client;
use super::operation::sealed::IntoOperation;
use super::operation::{Batchable, Operation};
use super::options::{RequestOptions, option_methods};
use super::pipeline::Pipeline;
use super::prepared_request::{PreparedRequest, not_sendable};
use super::raw_path::RawPath;
use super::raw_response::RawResponse;
use super::response::Response;
use crate::error::{DecodeProblem, Error, HeaderProblem, InvalidHeaderError};

/// A request of any method to any path, sent when it is awaited; see [`Client::request`](super::Client::request).
#[derive(Clone, Debug)]
#[must_use = "a request is not sent until it is awaited"]
pub struct RawRequest {
    pipeline: Pipeline,
    method: Method,
    path: RawPath,
    content: Option<Content>,
    options: RequestOptions,
}

/// The body of a raw request or of an upload. `Debug` does not print it.
#[derive(Clone)]
pub(super) struct Content {
    /// The media type of the body; `None` if the caller has given an invalid one.
    media_type: Option<HeaderValue>,
    /// The bytes of the body, or the error if the caller's value cannot be written as JSON.
    bytes: Result<Bytes, Arc<serde_json::Error>>,
}

impl Client {
    /// Sends a request of any method to any path, with the tokens, retries, limits and errors of all other requests.
    ///
    /// ```
    /// # use graph_core::Client;
    /// # use serde_json::json;
    /// # async fn example(graph: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use graph_core::client::RawPath;
    /// use graph_core::http::Method;
    ///
    /// let mail = json!({"message": {"subject": "Lunch?", "toRecipients": [{"emailAddress": {"address": "ada@example.com"}}]}});
    /// let response = graph.request(Method::POST, RawPath::v1("/me/sendMail")?).json(&mail).await?;
    /// println!("{}, request {:?}", response.status, response.request_id);
    ///
    /// let me = graph.request(Method::GET, RawPath::v1("/me?$select=displayName")?).await?;
    /// println!("{}", me.body.json::<serde_json::Value>()?["displayName"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: RawPath) -> RawRequest {
        RawRequest::new(self.pipeline.clone(), method, path)
    }
}

impl RawRequest {
    #[inline]
    pub(super) fn new(pipeline: Pipeline, method: Method, path: RawPath) -> Self {
        Self { pipeline, method, path, content: None, options: RequestOptions::default() }
    }

    /// Sets the body: the value as JSON.
    ///
    /// A value that cannot be written as JSON makes the request fail before it is sent.
    pub fn json(self, value: &(impl Serialize + ?Sized)) -> Self {
        let bytes = serde_json::to_vec(value).map(Bytes::from).map_err(Arc::new);
        let content = Content { media_type: Some(HeaderValue::from_static("application/json")), bytes };
        Self { content: Some(content), ..self }
    }

    /// Sets the body: these bytes of this media type, such as `text/plain`.
    ///
    /// An invalid media type makes the request fail with [`Error::InvalidHeader`] before it is sent.
    ///
    /// ```
    /// # use graph_core::Client;
    /// # use graph_core::client::RawPath;
    /// # use graph_core::http::Method;
    /// # async fn example(graph: Client, photo: Vec<u8>) -> Result<(), Box<dyn std::error::Error>> {
    /// graph.request(Method::PUT, RawPath::v1("/me/photo/$value")?).body("image/jpeg", photo).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn body(self, media_type: impl TryInto<HeaderValue>, bytes: impl Into<Bytes>) -> Self {
        Self { content: Some(Content::new(media_type.try_into().ok(), bytes.into())), ..self }
    }

    option_methods!(common, awaited, precondition, minimal, idempotency);

    #[inline]
    fn prepare(self) -> (Pipeline, Result<PreparedRequest, Error>) {
        let Self { pipeline, method, path, content, options } = self;
        let mut request = PreparedRequest::raw(method, &path);
        let prepared = request.set_options(options).and_then(|()| match content {
            Some(content) => content.write(&mut request),
            None => Ok(()),
        });
        (pipeline, prepared.map(|()| request))
    }
}

impl Content {
    /// Creates a body from bytes. `media_type` is `None` if the caller has given an invalid one.
    pub(super) fn new(media_type: Option<HeaderValue>, bytes: Bytes) -> Self {
        Self { media_type, bytes: Ok(bytes) }
    }

    /// Sets the body and its `Content-Type`.
    ///
    /// # Errors
    /// [`Error::InvalidHeader`] if the media type is invalid. Also fails if the caller's value could not be written as JSON.
    #[inline]
    pub(super) fn write(self, request: &mut PreparedRequest) -> Result<(), Error> {
        let Some(media_type) = self.media_type else {
            let error = InvalidHeaderError { header: Some(CONTENT_TYPE), problem: HeaderProblem::Value };
            return Err(Error::InvalidHeader(error));
        };
        let bytes = self.bytes.map_err(|error| not_sendable(&request.info(), error.into()))?;
        request.headers.insert(CONTENT_TYPE, media_type);
        request.body = Some(bytes);
        Ok(())
    }
}

impl IntoFuture for RawRequest {
    type Output = Result<Response<RawBody>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    #[inline]
    fn into_future(self) -> Self::IntoFuture {
        let (pipeline, request) = self.prepare();
        Box::pin(async move { Ok(pipeline.send(&request?).await?.into_raw()) })
    }
}

impl IntoOperation<RawBody> for RawRequest {
    #[inline]
    fn into_operation(self) -> Operation<RawBody> {
        let (pipeline, request) = self.prepare();
        Operation { pipeline, request: request.and_then(check_json), decode: Box::new(|response| Ok(response.into_raw())) }
    }
}

/// Returns the request, or an error if its JSON body is malformed: inside a batch, such a body would make the whole batch malformed.
#[inline]
pub(super) fn check_json(request: PreparedRequest) -> Result<PreparedRequest, Error> {
    match &request.body {
        Some(body) if BodyForm::of(&request.headers) == BodyForm::Json => match serde_json::from_slice::<IgnoredAny>(body) {
            Ok(_) => Ok(request),
            Err(error) => Err(not_sendable(&request.info(), error.into())),
        },
        _ => Ok(request),
    }
}

impl Batchable for RawRequest {
    type Output = RawBody;
}

/// The body of the response to a raw request, which is decoded only on demand. `Debug` prints only its length.
#[derive(Clone)]
pub struct RawBody {
    /// The response. Only its body is public; errors about the body also contain its headers.
    response: Box<RawResponse>,
}

impl RawBody {
    /// Returns the bytes of the body, without a byte order mark at its start.
    pub fn bytes(&self) -> &Bytes {
        self.response.response.body()
    }

    /// Returns whether the response has no body.
    pub fn is_empty(&self) -> bool {
        self.bytes().is_empty()
    }

    /// Decodes the body as JSON.
    ///
    /// # Errors
    /// If the body is empty or does not fit `T`: [`Error::Decode`] after a `GET`, [`Error::CarriedOut`] after another method, because the
    /// service has then carried out the change.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        let problem = match self.bytes().trim_ascii() {
            [] => DecodeProblem::Empty,
            text => match serde_json::from_slice(text) {
                Ok(value) => return Ok(value),
                Err(error) => DecodeProblem::invalid_json(error, text, self.response.redactor()),
            },
        };
        Err(RawResponse::clone(&self.response).malformed_error(problem))
    }
}

impl AsRef<[u8]> for RawBody {
    fn as_ref(&self) -> &[u8] {
        self.bytes()
    }
}

impl From<RawBody> for Bytes {
    fn from(body: RawBody) -> Self {
        body.response.response.into_body()
    }
}

impl RawResponse {
    /// Returns the response with its body undecoded.
    #[inline]
    pub(super) fn into_raw(self) -> Response<RawBody> {
        let body = RawBody { response: Box::new(self.clone()) };
        self.into_created().with_body(body, None)
    }
}

impl fmt::Debug for RawBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawBody({} bytes)", self.bytes().len())
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Content");
        debug.field("media_type", &self.media_type).field("bytes", &self.bytes.as_ref().map(Bytes::len)).finish()
    }
}
