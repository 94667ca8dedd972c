//! The request that uploads content in an upload session.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::sync::Arc;

use http::Method;

use super::fragments::{Fragments, Uploaded};
use super::problem::media_error;
use super::session::UploadSession;
use super::source::UploadSource;
use super::target::MediaTarget;
use super::upload::DecodeUploaded;
use crate::client::options::{RequestOptions, option_methods};
use crate::client::outside::OutsideUrl;
use crate::client::pipeline::Pipeline;
use crate::client::prepared_request::PreparedRequest;
use crate::client::raw_response::RawResponse;
use crate::client::response::Response;
use crate::error::{Error, MediaProblem};
use crate::model::json::Json;
use crate::model::path::Path;
use crate::model::property_value::PropertyValue;
use crate::transport::idempotency::Idempotency;

/// 320 KiB: the size of each fragment except the last one must be a multiple of this size.
///
/// Source: [createUploadSession](https://learn.microsoft.com/graph/api/driveitem-createuploadsession#upload-bytes-to-the-upload-session).
pub(super) const FRAGMENT_UNIT: u64 = 320 * 1024;

/// The largest multiple of [`FRAGMENT_UNIT`] below 60 MiB, the service's limit for one fragment.
const LARGEST_FRAGMENT: u64 = 191 * FRAGMENT_UNIT;

/// The default size of a fragment. Attachments of messages accept less than 4 MB, and files accept more.
const DEFAULT_FRAGMENT: u64 = 10 * FRAGMENT_UNIT;

/// An upload in fragments, which starts when it is awaited; see [`Client::upload_session`](crate::Client::upload_session).
///
/// - A fragment that fails with 408, 429, 500, 502, 503, 504 or a broken connection is sent again, after the wait in `Retry-After`. If that
///   wait is longer than 180 s, the upload fails at once instead. After a broken connection, the client first asks which ranges are missing.
/// - No request to the upload URL has a token.
/// - The time limit set with `timeout` applies to each request, not to the whole upload. The headers set with `header` and `if_match` are
///   sent only with the request that creates the session.
#[must_use = "an upload does not start until it is awaited"]
pub struct UploadSessionRequest<E> {
    pipeline: Pipeline,
    start: Start,
    body: Option<Json>,
    source: Arc<dyn UploadSource>,
    fragment_size: u64,
    max_retries: u32,
    progress: Option<OnProgress>,
    options: RequestOptions,
    decode: DecodeUploaded<E>,
}

/// The first step of an upload.
enum Start {
    /// Create the session with this request.
    Create(Box<PreparedRequest>),
    /// Ask the service which ranges of this session are missing.
    Resume(UploadSession),
}

/// A function of the caller that is called after each fragment.
pub(super) type OnProgress = Box<dyn FnMut(&UploadProgress) + Send>;

/// The progress of an upload; see [`UploadSessionRequest::on_progress`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UploadProgress {
    /// The session. Store it to continue the upload later with [`Client::resume_upload`](crate::Client::resume_upload).
    pub session: UploadSession,
    /// The number of bytes that the service has received. Equal to `size` when the upload is complete.
    pub uploaded: u64,
    /// The size of the content in bytes.
    pub size: u64,
}

impl<E: 'static> UploadSessionRequest<E> {
    pub(super) fn create<T: MediaTarget<Entity = E>>(pipeline: Pipeline, path: &Path<T>, source: impl UploadSource) -> Self
    where
        E: PropertyValue,
    {
        let request = PreparedRequest::new::<T::Entity>(Method::POST, path);
        Self::new(pipeline, Start::Create(Box::new(request)), source, RawResponse::decode_uploaded)
    }

    pub(super) fn resume(pipeline: Pipeline, session: UploadSession, source: impl UploadSource) -> Self
    where
        E: PropertyValue,
    {
        Self::new(pipeline, Start::Resume(session), source, RawResponse::decode_uploaded)
    }

    fn new(pipeline: Pipeline, start: Start, source: impl UploadSource, decode: DecodeUploaded<E>) -> Self {
        let (source, options) = (Arc::new(source), RequestOptions::default());
        let (fragment_size, max_retries) = (DEFAULT_FRAGMENT, 8);
        Self { pipeline, start, body: None, source, fragment_size, max_retries, progress: None, options, decode }
    }

    option_methods!(common, awaited, precondition);

    /// Sets the JSON body of the request that creates the session; default: `{}`.
    ///
    /// For a file, the body is `{"item": {"@microsoft.graph.conflictBehavior": "rename", "name": "a.mp4"}}`. For an attachment, it is
    /// `{"AttachmentItem": {…}}`.
    pub fn body(self, body: impl Into<Json>) -> Self {
        Self { body: Some(body.into()), ..self }
    }

    /// Sets the size of a fragment in bytes; default: 3.1 MiB. The size is rounded down to a multiple of 320 KiB. It is at least 320 KiB
    /// and at most 59.7 MiB.
    ///
    /// Memory holds one fragment at a time. Larger fragments make the upload faster, but a fragment of an attachment must be below 4 MB.
    pub fn fragment_size(self, bytes: u64) -> Self {
        let rounded = bytes - bytes % FRAGMENT_UNIT;
        Self { fragment_size: rounded.clamp(FRAGMENT_UNIT, LARGEST_FRAGMENT), ..self }
    }

    /// Sets how many times in a row the client retries after a failure; default: 8. Each fragment that the service receives starts the
    /// count again. Eight retries take about two minutes if the service does not ask for a longer wait.
    pub fn max_retries(self, retries: u32) -> Self {
        Self { max_retries: retries, ..self }
    }

    /// Sets a function that the client calls when the session exists, after each fragment, and at the end. In this function, a program can
    /// store the session, to continue the upload after a restart.
    pub fn on_progress(self, progress: impl FnMut(&UploadProgress) + Send + 'static) -> Self {
        Self { progress: Some(Box::new(progress)), ..self }
    }

    async fn upload(self) -> Result<Response<Option<E>>, Error> {
        let Self { pipeline, start, body, source, fragment_size, max_retries, progress, options, decode } = self;
        let limit = options.timeout.unwrap_or(pipeline.timeout());
        let (session, is_resumed) = match start {
            Start::Resume(session) => {
                let url = session.upload_url.target(pipeline.host(), None);
                ((session, url), true)
            }
            Start::Create(request) => (create(&pipeline, *request, options, body, source.size()).await?, false),
        };
        let fragments = Fragments::new(pipeline, session, source, fragment_size, limit)?;
        match fragments.with(max_retries, progress).upload(is_resumed).await? {
            Uploaded::Answer(response) => decode(response),
            Uploaded::State(response) => Ok(response.into_response().with_body(None, None)),
        }
    }
}

/// Creates the session. Also returns its URL as the target of requests, or `None` if the client must not use the URL.
async fn create(
    pipeline: &Pipeline,
    mut request: PreparedRequest,
    options: RequestOptions,
    body: Option<Json>,
    size: u64,
) -> Result<(UploadSession, Option<OutsideUrl>), Error> {
    if size == 0 {
        return Err(media_error(&request.info(), MediaProblem::EmptySource));
    }
    request.set_options(options)?;
    request.body = Some(body.unwrap_or_else(|| Json::Object(Default::default())).to_string().into());
    // A retry may create a second session. This does no harm, because a session that is never used expires.
    request.extensions.insert(Idempotency::Idempotent);
    let response = pipeline.send(&request).await?;
    let tokens = response.tokens.clone();
    let session = response.decode(UploadSession::read_text)?.body;
    let url = session.upload_url.target(pipeline.host(), Some(&tokens));
    Ok((session, url))
}

impl<E: 'static> IntoFuture for UploadSessionRequest<E> {
    type Output = Result<Response<Option<E>>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.upload())
    }
}

impl<E> fmt::Debug for UploadSessionRequest<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("UploadSessionRequest");
        if let Start::Resume(session) = &self.start {
            debug.field("session", session);
        }
        debug.field("size", &self.source.size()).field("fragment_size", &self.fragment_size).finish_non_exhaustive()
    }
}
