//! Waits until a long-running operation has finished, and reads its result.

use std::marker::PhantomData;
use std::time::Duration;

use http::header::LOCATION;
use http::{Method, StatusCode};
use tokio::time::Instant;

use super::address::OperationAddress;
use super::output::OperationOutput;
use super::output::sealed::Received;
use super::progress::{Progress, State};
use crate::client::bulk::retry::decide;
use crate::client::facade::Client;
use crate::client::options::clone_and_debug;
use crate::client::outside::{OutsideContent, OutsideUrl};
use crate::client::pipeline::Pipeline;
use crate::client::prepared_request::PreparedRequest;
use crate::client::raw_response::RawResponse;
use crate::client::response::Response;
use crate::error::{Error, OperationError, OperationProblem, RequestInfo};
use crate::model::descriptor::Permissions;
use crate::transport::backoff::Backoff;
use crate::transport::classify::RetryDecision;
use crate::transport::idempotency::Idempotency;
use crate::transport::retry_after::retry_after;

/// The waits between two polls without a `Retry-After` header.
const WAIT: Backoff = Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(30) };

/// The shortest `Retry-After` that the client respects. With a shorter wait, the client would poll all the time.
const SHORTEST_WAIT: Duration = Duration::from_millis(10);

/// How many polls in a row may fail with a transient error, such as 503. A poll that the transport sends several times counts once.
const MAX_FAILURES: u32 = 5;

const HOUR: Duration = Duration::from_secs(60 * 60);

/// A long-running operation that the service has accepted (202). [`until_done`](Self::until_done) waits for its result, a value of type
/// `T`.
///
/// Dropping a `RunningOperation`, or the future of one of its methods, ends only the polling. The service goes on with the operation.
///
/// ```
/// # use graph_core::Error;
/// # use graph_core::client::RunningOperation;
/// # async fn example(mut operation: RunningOperation<()>) -> Result<(), Error> {
/// // Each `poll` waits as long as the service asked for.
/// loop {
///     let status = operation.poll().await?;
///     println!("{} % {:?}", status.percent.unwrap_or(0.0), status.detail);
///     if status.is_done {
///         break;
///     }
/// }
/// operation.until_done().await?; // returns at once
/// # Ok(())
/// # }
/// ```
#[must_use = "the service carries the operation out, but its failure is only seen by polling"]
pub struct RunningOperation<T> {
    pipeline: Pipeline,
    address: OperationAddress,
    time_limit: Duration,
    started: Instant,
    /// The time of the next poll.
    due: Instant,
    polls: u32,
    /// The last request, and the `request-id` of its response. Errors of the operation contain them.
    last: Option<(RequestInfo, Option<String>)>,
    finished: Option<Box<Finished>>,
    of: PhantomData<fn() -> T>,
}

clone_and_debug!(RunningOperation<T> { pipeline, address, time_limit } hidden { started, due, polls, last, finished, of });

/// The progress of a long-running operation, as the service reports it. Each text is one line.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct OperationStatus {
    /// Whether the operation has succeeded. A failure is the error [`Error::Operation`].
    pub is_done: bool,
    /// The service's word for the state, such as `inProgress`, if it sends one.
    pub status: Option<String>,
    /// How much is done, in percent, if the service knows.
    pub percent: Option<f64>,
    /// A description of the state, if the service sends one.
    pub detail: Option<String>,
    /// The id of the object that the operation creates or changes, if the service sends it.
    pub resource_id: Option<String>,
}

/// The last status and response of an operation that has succeeded, and where its result is.
#[derive(Clone)]
struct Finished {
    status: OperationStatus,
    response: RawResponse,
    result: Place,
}

/// Where the result of an operation is.
#[derive(Clone)]
enum Place {
    /// The result is in the body of the last response to a poll.
    Body,
    /// The result is in the body of the response to a request for this URL.
    At(OperationAddress),
    /// The service has not said where the result is.
    Nowhere,
}

impl Client {
    /// Continues to wait for a long-running operation whose address was stored, for example before a restart.
    ///
    /// `T` is the type of the operation's result, such as an entity, or `()` if only success matters.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::client::OperationAddress;
    /// # async fn example<E: GraphEntity>(graph: Client, stored: &str) -> Result<E, Box<dyn std::error::Error>> {
    /// let address: OperationAddress = serde_json::from_str(stored)?;
    /// Ok(graph.resume_operation::<E>(address).until_done().await?.body)
    /// # }
    /// ```
    pub fn resume_operation<T: OperationOutput>(&self, address: OperationAddress) -> RunningOperation<T> {
        RunningOperation::new(self.pipeline.clone(), address)
    }
}

impl<T> RunningOperation<T> {
    fn new(pipeline: Pipeline, address: OperationAddress) -> Self {
        let now = Instant::now();
        let (last, finished) = (None, None);
        Self { pipeline, address, time_limit: HOUR, started: now, due: now, polls: 0, last, finished, of: PhantomData }
    }

    /// Creates the operation that the service has accepted with this response.
    pub(super) fn accepted(pipeline: Pipeline, address: OperationAddress, response: &RawResponse) -> Self {
        let mut operation = Self::new(pipeline, address);
        operation.last = Some((response.request.clone(), response.request_id()));
        operation.schedule(retry_after(response.response.headers()));
        operation
    }

    /// Limits how long, from now, the client polls until the operation has finished; default: one hour. When the time is up, polling fails,
    /// but the service does not stop the operation.
    pub fn time_limit(self, limit: Duration) -> Self {
        Self { time_limit: limit, started: Instant::now(), ..self }
    }

    /// Returns the URL at which the service reports the progress, to store it.
    pub fn address(&self) -> &OperationAddress {
        &self.address
    }

    /// Waits, then asks the service once for the progress of the operation. The wait is the one in the last `Retry-After` header. Without
    /// that header, it is up to 1 second at first, and grows up to 30 seconds.
    ///
    /// After a transient failure of the request, such as 503 or a lost response, waits and asks again. The sixth failure in a row is
    /// returned.
    ///
    /// # Errors
    /// [`Error::Operation`] if the operation has failed or has not finished within the time limit, otherwise the error of the request.
    pub async fn poll(&mut self) -> Result<OperationStatus, Error> {
        if let Some(finished) = &self.finished {
            return Ok(finished.status.clone());
        }
        let mut failures = 0;
        loop {
            self.wait().await?;
            // A poll that gets no response does not outlast the time limit by more than a second.
            let left = self.time_limit.saturating_sub(self.started.elapsed()).max(WAIT.first);
            let error = match ask(&self.pipeline, &self.address, left).await {
                Ok(response) => return self.settle(response),
                Err(error) => error,
            };
            failures += 1;
            match decide(&error, Idempotency::Safe) {
                RetryDecision::GiveUp => return Err(error),
                _ if failures > MAX_FAILURES => return Err(error),
                _ => self.schedule(error.retry_after()),
            }
        }
    }

    /// Waits until the next poll is due.
    ///
    /// # Errors
    /// Fails at once, without waiting, if the next poll is due after the end of the time limit.
    async fn wait(&self) -> Result<(), Error> {
        if self.due.saturating_duration_since(self.started) > self.time_limit {
            return Err(self.error(OperationProblem::TimedOut(self.time_limit)));
        }
        tokio::time::sleep_until(self.due).await;
        Ok(())
    }

    /// Sets the time of the next poll: after `retry_after`, or else after a wait that grows with the number of polls.
    fn schedule(&mut self, retry_after: Option<Duration>) {
        self.polls = self.polls.saturating_add(1);
        let retry_after = retry_after.filter(|wait| *wait >= SHORTEST_WAIT);
        let now = Instant::now();
        // If `Instant` cannot represent the end of the wait, use another wait that is longer than any time limit.
        let wait = retry_after.unwrap_or_else(|| WAIT.wait(None, self.polls));
        self.due = now.checked_add(wait).unwrap_or(now + 1000 * 24 * HOUR);
    }

    fn error(&self, problem: OperationProblem) -> Error {
        let first = || (PreparedRequest::linked(self.address.target().to_owned(), OPERATION).info(), None);
        let (request, request_id) = self.last.clone().unwrap_or_else(first);
        Error::Operation(Box::new(OperationError::new(request, request_id, problem).at(self.address.to_url())))
    }

    /// Reads the progress from the response to a poll. Schedules the next poll, or stores that the operation has finished.
    fn settle(&mut self, response: RawResponse) -> Result<OperationStatus, Error> {
        self.last = Some((response.request.clone(), response.request_id()));
        let (status, headers) = (response.response.status(), response.response.headers());
        if status.is_redirection() {
            let place = self.place(headers.get(LOCATION).and_then(|url| url.to_str().ok()), &response);
            return Ok(self.finish(OperationStatus::default(), response, place));
        }
        let Some(progress) = Progress::read(status, response.response.body()) else {
            let is_empty = response.response.body().trim_ascii().is_empty();
            return Ok(self.finish(OperationStatus::default(), response, if is_empty { Place::Nowhere } else { Place::Body }));
        };
        let line = |text: &String| response.redactor().line(text, 1000);
        let shown = OperationStatus {
            is_done: false,
            status: Some(line(&progress.status)).filter(|status| !status.is_empty()),
            percent: progress.percent,
            detail: progress.detail.as_ref().map(line),
            resource_id: progress.resource_id.as_ref().map(line),
        };
        match progress.state {
            State::Running => {
                self.schedule(retry_after(headers));
                Ok(shown)
            }
            State::Failed => {
                let (code, message) = (progress.code.as_ref().map(line), progress.message.as_ref().map(line));
                Err(self.error(OperationProblem::Failed { status: line(&progress.status), code, message }))
            }
            State::Succeeded => {
                let place = self.place(progress.resource.as_deref(), &response);
                Ok(self.finish(shown, response, place))
            }
        }
    }

    /// Returns where the operation's result is. `url` is the URL of the result that `response` contains, if any. Ignores a URL that
    /// contains the token, because a request to it could send the token to another host.
    fn place(&self, url: Option<&str>, response: &RawResponse) -> Place {
        let address = url.and_then(|url| self.address.relative(url));
        let was_sent_with_token = self.address.target_on(self.pipeline.host()).is_some();
        let address = address.filter(|address| !(was_sent_with_token && address.contains_token_of(response)));
        address.map_or(Place::Nowhere, Place::At)
    }

    fn finish(&mut self, status: OperationStatus, response: RawResponse, result: Place) -> OperationStatus {
        let status = OperationStatus { is_done: true, ..status };
        self.finished = Some(Box::new(Finished { status: status.clone(), response, result }));
        status
    }
}

impl<T: OperationOutput> RunningOperation<T> {
    /// Polls until the operation has finished, and reads its result.
    ///
    /// The result is the object to which the service refers with `resourceLocation`, `targetResourceLocation` or a redirect. Without such a
    /// reference, it is the body of the last response. If `T` is `()`, the client does not request the object.
    ///
    /// # Errors
    /// Fails as [`poll`](Self::poll) does, or with the error of reading the result.
    pub async fn until_done(mut self) -> Result<Response<T>, Error> {
        while !self.poll().await?.is_done {}
        let Some(finished) = self.finished else { return Err(self.error(OperationProblem::InvalidAddress)) };
        let Finished { response, result, .. } = *finished;
        match result {
            Place::Body => T::read(Received(response)),
            Place::At(address) if T::is_read() => {
                let response = ask(&self.pipeline, &address, self.pipeline.timeout()).await?;
                T::read(Received(response.error_for_status(Permissions::default())?))
            }
            Place::At(_) | Place::Nowhere => T::absent(Received(response)),
        }
    }
}

/// The path template that errors and traces show for a poll, because the client does not know the template of an operation's URL.
const OPERATION: &str = "/{operation}";

/// Sends a `GET` to this URL within the time limit: with the token if the URL is on the client's host, otherwise without it.
///
/// # Errors
/// Fails for every status except 2xx, 302 and 303. The last two redirect to the result.
async fn ask(pipeline: &Pipeline, address: &OperationAddress, limit: Duration) -> Result<RawResponse, Error> {
    let limit = limit.min(pipeline.timeout());
    let mut request = PreparedRequest::linked(address.target().to_owned(), OPERATION);
    request.timeout = Some(limit);
    let response = match address.target_on(pipeline.host()) {
        Some(_) => pipeline.exchange(&request).await?,
        None => {
            let info = request.info();
            let invalid = || OperationError::new(info.clone(), None, OperationProblem::InvalidAddress);
            let url = OutsideUrl::parse(&address.to_url(), pipeline.host(), None)
                .ok_or_else(|| Error::Operation(Box::new(invalid())))?;
            url.exchange(pipeline, &info, OutsideContent::new(Method::GET), limit).await?
        }
    };
    match response.response.status() {
        StatusCode::SEE_OTHER | StatusCode::FOUND => Ok(response),
        _ => response.error_for_status(Permissions::default()),
    }
}
