//! One download: follows redirects without the token, and continues after a broken connection.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, ETAG, IF_RANGE, LOCATION, RANGE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::problem::media_error;
use super::range::ByteRange;
use crate::client::bulk::retry::decide;
use crate::client::outside::{OutsideContent, OutsideUrl};
use crate::client::pipeline::Pipeline;
use crate::client::prepared_request::{PreparedRequest, send_error};
use crate::client::raw_response::{RawResponse, SentTokens};
use crate::client::relative_url::resolve;
use crate::client::response::Response;
use crate::error::{Error, MediaProblem, RequestInfo, SendError};
use crate::transport::backoff::Backoff;
use crate::transport::classify::RetryDecision;
use crate::transport::deadline::{Deadline, within};
use crate::transport::idempotency::Idempotency;
use crate::transport::streaming::{BodyChunks, BodyStream, Streaming};
use crate::transport::{TransportError, TransportErrorKind};

/// How many redirects of one download the client follows. A download usually has two: one by Microsoft Graph, and one by the storage
/// service.
const MAX_REDIRECTS: u32 = 5;

/// One download, which yields the chunks of the content in order.
pub(super) struct Transfer {
    requests: Requests,
    range: ByteRange,
    /// How many times in a row the download may be continued without receiving a new chunk.
    max_resumes: u32,
    body: Option<Body>,
    is_over: bool,
    head: Arc<OnceLock<Response<()>>>,
}

/// Sends the requests of a download. This is a separate struct, so that a waiting request does not borrow the whole [`Transfer`], whose
/// body stream is not `Sync`.
struct Requests {
    pipeline: Pipeline,
    request: PreparedRequest,
}

/// The body of one response. It may have only a part of the content.
struct Body {
    chunks: BodyChunks,
    request: RequestInfo,
    tokens: SentTokens,
    /// The offset of the next chunk in the content, in bytes.
    position: u64,
    /// The offset at which the part of the content that the caller asked for ends (exclusive), if the response headers say it.
    end: Option<u64>,
    /// The strong etag in the response, if there is one. A request for the rest of the content sends it, so that the service can detect a
    /// change of the content.
    etag: Option<HeaderValue>,
}

/// The part of the content that a response contains.
struct Part {
    /// The offset at which the part ends (exclusive), or `None` if the response has the whole content.
    end: Option<u64>,
    /// The offset at which the range that the client asked for ends (exclusive), if the response headers say it. The part may end earlier.
    wanted: Option<u64>,
}

impl Transfer {
    /// Creates the download of a range. `head` receives the status and the headers of the first response.
    pub(super) fn new(
        pipeline: Pipeline,
        mut request: PreparedRequest,
        range: ByteRange,
        max_resumes: u32,
        head: Arc<OnceLock<Response<()>>>,
    ) -> Self {
        request.extensions.insert(Streaming);
        Self { requests: Requests { pipeline, request }, range, max_resumes, body: None, is_over: false, head }
    }

    /// Returns the next chunk, or `None` after the last one. After an error, it returns `None` too.
    pub(super) async fn next(&mut self) -> Option<Result<Bytes, Error>> {
        if self.is_over {
            return None;
        }
        let chunk = self.advance().await.transpose();
        self.is_over = !matches!(chunk, Some(Ok(_)));
        chunk
    }

    /// Returns the first response with `content` as its body. Called after the last chunk.
    pub(super) fn finish(self, content: Bytes) -> Result<Response<Bytes>, Error> {
        match self.head.get() {
            Some(head) => Ok(head.clone().with_body(content, None)),
            None => Err(self.broken(TransportErrorKind::Interrupted)),
        }
    }

    /// Returns the error for a download that stops before the end of the content.
    pub(super) fn broken(&self, kind: TransportErrorKind) -> Error {
        let info = self.body.as_ref().map_or_else(|| self.requests.request.info(), |body| body.request.clone());
        send_error(&info, TransportError::new(kind, None))
    }

    async fn advance(&mut self) -> Result<Option<Bytes>, Error> {
        if self.body.is_none() {
            self.body = Some(self.open().await?);
        }
        let limit = self.requests.limit();
        let mut failures = 0;
        loop {
            let Some(body) = &mut self.body else { return Ok(None) };
            match body.next(limit).await {
                Ok(Some(chunk)) if chunk.is_empty() => {}
                Ok(chunk) => return Ok(chunk),
                Err(error) => self.resume(error, &mut failures).await?,
            }
        }
    }

    async fn open(&mut self) -> Result<Body, Error> {
        let answer = self.requests.answer(self.range, None).await?;
        let body = Body::of(&answer, self.range)?;
        let _ = self.head.set(answer.into_response());
        Ok(body)
    }

    /// Requests the rest of the content after `error` broke the download. Adds 1 to `failures` for each attempt, and gives up at
    /// `max_resumes`.
    async fn resume(&mut self, mut error: Error, failures: &mut u32) -> Result<(), Error> {
        let Some(Body { position, etag: Some(etag), .. }) = &self.body else { return Err(error) };
        let (rest, etag) = (ByteRange { start: *position, end: self.range.end }, etag.clone());
        while *failures < self.max_resumes {
            *failures += 1;
            let Some(wait) = wait_after(&error, Idempotency::Safe, *failures) else { return Err(error) };
            tokio::time::sleep(wait).await;
            match self.requests.answer(rest, Some(&etag)).await {
                Ok(answer) if answer.response.headers().get(ETAG).is_some_and(|new| *new != etag) => {
                    return Err(media_error(&answer.request, MediaProblem::Changed));
                }
                Ok(answer) => {
                    // A service that ignores ranges sends the whole content again. In that case, report why the download broke, not the
                    // wrong range.
                    self.body = Some(Body::of(&answer, rest).map_err(|_| error)?);
                    return Ok(());
                }
                Err(again) => error = again,
            }
        }
        Err(error)
    }
}

impl Requests {
    /// Returns the time limit that applies to the headers of each response, and to each chunk.
    fn limit(&self) -> Duration {
        self.request.timeout.unwrap_or(self.pipeline.timeout())
    }

    /// Returns the successful response to a request for this range, after redirects.
    async fn answer(&self, range: ByteRange, if_range: Option<&HeaderValue>) -> Result<RawResponse, Error> {
        let mut headers = HeaderMap::new();
        headers.extend(range.header().map(|range| (RANGE, range)));
        headers.extend(if_range.map(|etag| (IF_RANGE, etag.clone())));
        let mut request = self.request.clone();
        request.headers.extend(headers.clone());
        let answer = self.pipeline.exchange(&request).await?;
        self.follow(answer, headers).await?.error_for_status(self.request.permissions)
    }

    /// Follows the redirects of a download. Sends neither the token nor the caller's headers, even if a redirect leads back to Microsoft
    /// Graph's host: the URL of a redirect works without them.
    async fn follow(&self, mut answer: RawResponse, headers: HeaderMap) -> Result<RawResponse, Error> {
        let mut from = [self.pipeline.host().as_str(), &self.request.target].concat();
        let tokens = answer.tokens.clone();
        for _ in 0..MAX_REDIRECTS {
            if !is_redirect(answer.response.status()) {
                return Ok(answer);
            }
            let location = answer.response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
            let to = location.filter(|location| !location.is_empty()).and_then(|location| resolve(&from, location));
            let url = to.as_deref().and_then(|to| OutsideUrl::parse(to, self.pipeline.host(), Some(&tokens)));
            let (Some(to), Some(url)) = (to, url) else {
                return Err(media_error(&answer.request, MediaProblem::UnsafeUrl));
            };
            let mut content = OutsideContent::new(Method::GET);
            content.headers = headers.clone();
            content.extensions.insert(Streaming);
            answer = url.exchange(&self.pipeline, &answer.request, content, self.limit()).await?;
            from = to;
        }
        match is_redirect(answer.response.status()) {
            true => Err(media_error(&answer.request, MediaProblem::TooManyRedirects(MAX_REDIRECTS))),
            false => Ok(answer),
        }
    }
}

impl Body {
    /// Takes the body of a successful response to a request for this range.
    ///
    /// # Errors
    /// [`MediaProblem::OtherRange`] if the response has another part of the content than `range`.
    fn of(answer: &RawResponse, range: ByteRange) -> Result<Self, Error> {
        let Part { wanted, .. } = Part::of(answer, range)?;
        let headers = answer.response.headers();
        let chunks = answer.response.extensions().get::<BodyStream>().and_then(BodyStream::take);
        Ok(Self {
            chunks: chunks.unwrap_or_else(|| Box::pin(futures_util::stream::empty())),
            request: answer.request.clone(),
            tokens: answer.tokens.clone(),
            position: range.start,
            end: wanted,
            etag: headers.get(ETAG).filter(|etag| etag.as_bytes().starts_with(b"\"")).cloned(),
        })
    }

    /// Returns the next chunk, or `None` at the end of the body. `limit` is the time limit for this chunk.
    async fn next(&mut self, limit: Duration) -> Result<Option<Bytes>, Error> {
        let next = std::future::poll_fn(|context| self.chunks.as_mut().poll_next(context));
        match within(&Deadline::after(limit), next).await {
            Some(Some(Ok(chunk))) => {
                self.position = self.position.saturating_add(chunk.len() as u64);
                Ok(Some(chunk))
            }
            // Some transports end the stream without an error when the connection breaks. A service may also send less than it was asked
            // for (RFC 9110 §15.3.7).
            Some(None) if self.end.is_some_and(|end| self.position < end) => Err(self.broken(TransportErrorKind::Interrupted)),
            Some(None) => Ok(None),
            Some(Some(Err(error))) => {
                let error = SendError::redacted(self.request.clone(), error, &self.tokens.redactor());
                Err(Error::Transport(Box::new(error)))
            }
            None => Err(self.broken(TransportErrorKind::Timeout)),
        }
    }

    fn broken(&self, kind: TransportErrorKind) -> Error {
        send_error(&self.request, TransportError::new(kind, None))
    }
}

impl Part {
    /// Reads the headers of a successful response to a request for this range.
    ///
    /// # Errors
    /// [`MediaProblem::OtherRange`] if the response has another part of the content than `range`, or more than that part.
    fn of(answer: &RawResponse, range: ByteRange) -> Result<Self, Error> {
        let headers = answer.response.headers();
        let (sent, size) = match answer.response.status() {
            StatusCode::PARTIAL_CONTENT => ByteRange::in_response(headers).unzip(),
            _ => (Some(ByteRange::default()), None),
        };
        let is_inside = |end: u64| range.end.is_none_or(|last| end <= last);
        let fits = |sent: &ByteRange| sent.start == range.start && sent.end.map_or(range.end.is_none(), is_inside);
        let Some(sent) = sent.filter(fits) else { return Err(media_error(&answer.request, MediaProblem::OtherRange)) };
        let length = || headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse::<u64>().ok();
        let wanted = match (size.flatten(), sent.end) {
            (Some(size), _) => Some(range.end.map_or(size, |end| end.min(size))),
            (None, Some(end)) => Some(end),
            (None, None) => length(),
        };
        Ok(Self { end: sent.end, wanted })
    }
}

/// Checks that a response has the whole range. Used for a response that the client cannot continue, such as one inside a batch.
///
/// # Errors
/// [`MediaProblem::OtherRange`] if the response has another part of the content.
pub(super) fn check_range(answer: &RawResponse, range: ByteRange) -> Result<(), Error> {
    match Part::of(answer, range)? {
        Part { end: Some(end), wanted } if wanted != Some(end) => Err(media_error(&answer.request, MediaProblem::OtherRange)),
        _ => Ok(()),
    }
}

/// The longest wait of a download or an upload between two attempts, as in the layer [`Retry`](crate::transport::Retry).
const LONGEST_WAIT: Duration = Duration::from_secs(180);

/// Returns how long to wait before the next attempt after `error`, the last of `failures` failures in a row. Returns `None` if a retry
/// cannot help, or if the service asks for a longer wait than [`LONGEST_WAIT`].
pub(super) fn wait_after(error: &Error, idempotency: Idempotency, failures: u32) -> Option<Duration> {
    match decide(error, idempotency) {
        RetryDecision::GiveUp => None,
        RetryDecision::Pause(asked) | RetryDecision::Retry(asked) | RetryDecision::RetryWithDependency(asked) => {
            asked.is_none_or(|asked| asked <= LONGEST_WAIT).then(|| Backoff::SERVICE.wait(asked, failures))
        }
    }
}

/// Returns whether the status asks for a request to another URL ([RFC 9110 §15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)).
fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}
