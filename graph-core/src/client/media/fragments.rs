//! The fragments of an upload session: sends them in order, and asks for the missing ranges after a failure.
//!
//! Source: [createUploadSession](https://learn.microsoft.com/graph/api/driveitem-createuploadsession).

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_RANGE, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode};

use super::problem::media_error;
use super::range::ByteRange;
use super::session::UploadSession;
use super::session_request::{OnProgress, UploadProgress};
use super::source::UploadSource;
use super::transfer::wait_after;
use crate::client::outside::{OutsideContent, OutsideUrl};
use crate::client::pipeline::Pipeline;
use crate::client::raw_response::RawResponse;
use crate::client::request_id;
use crate::client::response::Response;
use crate::error::{Error, MediaProblem, RequestInfo};
use crate::model::descriptor::Permissions;
use crate::model::json::Json;
use crate::model::path::{ApiVersion, Template};
use crate::transport::SingleAttempt;
use crate::transport::idempotency::Idempotency;

/// The path template that errors and traces show for a request to an upload URL.
const TEMPLATE: Template = Template { version: ApiVersion::V1, text: "/{uploadUrl}" };

/// The upload of the fragments of some content in an existing session.
pub(super) struct Fragments {
    pipeline: Pipeline,
    url: OutsideUrl,
    session: UploadSession,
    source: Arc<dyn UploadSource>,
    size: u64,
    fragment_size: u64,
    limit: Duration,
    max_retries: u32,
    progress: Option<OnProgress>,
    /// The range that the service expects next.
    next: ByteRange,
    /// Whether the response to the last fragment of the content was lost, so that the service may have completed the upload.
    is_last_lost: bool,
}

/// The last response of a complete upload.
pub(super) enum Uploaded {
    /// The response to the last fragment. It may contain the entity.
    Answer(RawResponse),
    /// A response with the state of the session, in which no range is missing.
    State(RawResponse),
}

impl Fragments {
    pub(super) fn new(
        pipeline: Pipeline,
        (session, url): (UploadSession, Option<OutsideUrl>),
        source: Arc<dyn UploadSource>,
        fragment_size: u64,
        limit: Duration,
    ) -> Result<Self, Error> {
        let url = url.ok_or_else(|| media_error(&info(Method::PUT), MediaProblem::UnsafeUrl))?;
        let size = source.size();
        if size == 0 {
            return Err(media_error(&info(Method::PUT), MediaProblem::EmptySource));
        }
        let next = first(session.next_expected_ranges.iter().flatten().map(String::as_str)).unwrap_or_default();
        let (max_retries, progress, is_last_lost) = (0, None, false);
        Ok(Self { pipeline, url, session, source, size, fragment_size, limit, max_retries, progress, next, is_last_lost })
    }

    pub(super) fn with(self, max_retries: u32, progress: Option<OnProgress>) -> Self {
        Self { max_retries, progress, ..self }
    }

    /// Uploads the rest of the content. If `asks_first` is true, asks the service which ranges are missing before it sends a fragment.
    pub(super) async fn upload(mut self, asks_first: bool) -> Result<Uploaded, Error> {
        // A stored session may be wrong about how much was uploaded. The service's first answer says where to continue.
        let (mut asks, mut failures, mut furthest) = (asks_first, 0, (!asks_first).then_some(self.next.start));
        if !asks {
            self.report(self.next.start);
        }
        loop {
            let result = if asks { self.ask().await } else { self.send().await };
            match result {
                Ok(Some(uploaded)) => {
                    self.report(self.size);
                    return Ok(uploaded);
                }
                Ok(None) => {
                    // Without this limit, the upload would never end if the service asked for the same fragments again and again.
                    if furthest.is_none_or(|furthest| self.next.start > furthest) {
                        (furthest, failures) = (Some(self.next.start), 0);
                    } else if !asks {
                        failures += 1;
                    }
                    if failures > self.max_retries {
                        return Err(media_error(&info(Method::PUT), MediaProblem::OtherFragment));
                    }
                    asks = false;
                    self.report(self.next.start);
                }
                Err(error) => {
                    failures += 1;
                    asks |= !matches!(&error, Error::Service(error) if error.status != StatusCode::RANGE_NOT_SATISFIABLE);
                    self.wait(error, failures).await?;
                }
            }
        }
    }

    /// Waits until the upload may send its next request after `error`. `failures` counts the failures in a row.
    ///
    /// # Errors
    /// Returns `error` if a retry cannot help or if there were more than `max_retries` failures. If the session has ended, returns
    /// `MediaProblem::SessionGone` or `MediaProblem::OutcomeUnknown` instead.
    async fn wait(&mut self, error: Error, failures: u32) -> Result<(), Error> {
        let status = error.service().map(|error| error.status);
        if matches!(status, Some(StatusCode::NOT_FOUND | StatusCode::GONE)) {
            let problem = if self.is_last_lost { MediaProblem::OutcomeUnknown } else { MediaProblem::SessionGone };
            return Err(media_error(error.request().unwrap_or(&info(Method::PUT)), problem));
        }
        if failures > self.max_retries {
            return Err(error);
        }
        if status == Some(StatusCode::RANGE_NOT_SATISFIABLE) {
            return Ok(());
        }
        match wait_after(&error, Idempotency::Idempotent, failures) {
            Some(wait) => {
                tokio::time::sleep(wait).await;
                Ok(())
            }
            None => Err(error),
        }
    }

    /// Sends the next fragment. Returns the response if the upload is then complete, or `None` if the service expects another fragment.
    async fn send(&mut self) -> Result<Option<Uploaded>, Error> {
        let info = info(Method::PUT);
        let start = self.next.start;
        let end = start.saturating_add(self.fragment_size).min(self.next.end.unwrap_or(u64::MAX)).min(self.size);
        if start >= end {
            return Err(media_error(&info, MediaProblem::OtherFragment));
        }
        let body = self.source.read(start..end).await;
        let body = body.map_err(|error| media_error(&info, MediaProblem::Source(error)))?;
        if body.len() as u64 != end - start {
            let problem = MediaProblem::OtherLength { expected: end - start, found: body.len() as u64 };
            return Err(media_error(&info, problem));
        }
        let mut content = self.content(Method::PUT);
        let range = HeaderValue::try_from(format!("bytes {start}-{}/{}", end - 1, self.size));
        content.headers.extend(range.ok().map(|range| (CONTENT_RANGE, range)));
        content.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        content.body = body;
        let result = self.url.exchange(&self.pipeline, &info, content, self.limit).await;
        let is_lost = result.as_ref().map_or(true, |response| response.response.status().is_server_error());
        self.is_last_lost |= is_lost && end == self.size;
        let response = result?.error_for_status(Permissions::default())?;
        self.is_last_lost = false;
        let is_created = response.response.status() == StatusCode::CREATED;
        Ok(match self.note(response.response.body()) {
            Some(true) => None,
            _ if is_created || end == self.size => Some(Uploaded::Answer(response)),
            _ => {
                self.next = ByteRange { start: end, end: None };
                None
            }
        })
    }

    /// Asks the service which ranges are missing. Returns the response if no range is missing, and otherwise `None`.
    async fn ask(&mut self) -> Result<Option<Uploaded>, Error> {
        let (info, content) = (info(Method::GET), self.content(Method::GET));
        let response = self.url.exchange(&self.pipeline, &info, content, self.limit).await?;
        let response = response.error_for_status(Permissions::default())?;
        match self.note(response.response.body()) {
            Some(true) => Ok(None),
            Some(false) => Ok(Some(Uploaded::State(response))),
            None => Err(media_error(&info, MediaProblem::OtherFragment)),
        }
    }

    fn content(&self, method: Method) -> OutsideContent {
        let mut content = OutsideContent::new(method);
        content.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        // The transport must not repeat these requests: `upload` does, because it has to ask for the missing ranges in between.
        content.extensions.insert(SingleAttempt);
        content
    }

    /// Stores the missing ranges that a response body lists, and the session's new expiry. Returns whether any range is missing, or `None`
    /// if the body does not say it.
    fn note(&mut self, body: &Bytes) -> Option<bool> {
        let json = serde_json::from_slice::<Json>(body).ok()?;
        let member = |name: &str| Some(json.as_object()?.iter().find(|(key, _)| key.eq_ignore_ascii_case(name))?.1);
        let ranges = member("nextExpectedRanges")?.as_array()?;
        let texts = ranges.iter().filter_map(Json::as_str);
        let expires = member("expirationDateTime").and_then(Json::as_str).and_then(|text| text.parse().ok());
        self.session.expiration_date_time = expires.or(self.session.expiration_date_time.take());
        self.session.next_expected_ranges = Some(texts.clone().map(str::to_owned).collect());
        self.next = match first(texts) {
            Some(next) => next,
            None if ranges.is_empty() => return Some(false),
            None => return None,
        };
        Some(true)
    }

    fn report(&mut self, uploaded: u64) {
        if let Some(progress) = &mut self.progress {
            progress(&UploadProgress { session: self.session.clone(), uploaded, size: self.size });
        }
    }
}

/// Deletes an upload session.
pub(super) async fn cancel(pipeline: &Pipeline, session: &UploadSession) -> Result<Response<()>, Error> {
    let info = info(Method::DELETE);
    let url = session.upload_url.target(pipeline.host(), None).ok_or_else(|| media_error(&info, MediaProblem::UnsafeUrl))?;
    let response = url.exchange(pipeline, &info, OutsideContent::new(Method::DELETE), pipeline.timeout()).await?;
    if matches!(response.response.status(), StatusCode::NOT_FOUND | StatusCode::GONE) {
        return Err(media_error(&info, MediaProblem::SessionGone));
    }
    Ok(response.error_for_status(Permissions::default())?.into_response())
}

/// Parses the texts as ranges, such as `327680-`, and returns the range with the lowest start. Ignores malformed texts.
fn first<'a>(ranges: impl Iterator<Item = &'a str>) -> Option<ByteRange> {
    ranges.filter_map(ByteRange::expected).min_by_key(|range| range.start)
}

fn info(method: Method) -> RequestInfo {
    RequestInfo { method, template: TEMPLATE, client_request_id: request_id::fresh() }
}
