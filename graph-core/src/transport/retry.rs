//! The retry layer: sends a request again after a transient failure.

#[cfg(test)]
mod tests;

use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use tokio::time::Instant;

use super::backoff::Backoff;
use super::classify::{FailedAttempt, RetryDecision, RetryPolicy, needs_new_connection};
use super::deadline::{Deadline, without_limit};
use super::error::TransportError;
use super::extensions::{Attempts, NewConnection, RETRY_ATTEMPT, SingleAttempt};
use super::idempotency::Idempotency;
use super::retry_after::retry_after;
use super::send::{ResponseFuture, Transport};

/// Sends a request again after throttling (429), a short outage (503, 504) or a failed connection. Also repeats a `GET` or `HEAD` after a
/// lost response.
///
/// Nearly every client needs it. Wrap `Retry` around `RateLimit`, [`Timeout`](super::Timeout) and `Trace` to apply them to each attempt.
/// Wrap them around `Retry` to apply them to the whole call.
///
/// - It waits at least as long as `Retry-After` asks. Without that header, it waits up to 1 s, 2 s, 4 s and so on. Random jitter keeps
///   clients that were throttled at the same time from retrying at the same time.
/// - It returns the failed response instead of waiting if the wait is longer than [`max_wait`](Self::max_wait), or would end after the
///   [`budget`](Self::budget) or after the client's time limit.
/// - Each retry has a `Retry-Attempt` header, and a retry after a 503 uses a new connection.
/// - It does not retry a request with the extension [`SingleAttempt`].
/// - After a 503, it retries a `POST` only if it is marked [idempotent](Idempotency::Idempotent), because a gateway may answer 503 for a
///   request that the service has carried out.
/// - After a 504, it retries only [idempotent](Idempotency) requests, because the service may have carried the request out.
/// - After a broken connection, or a [`Timeout`](super::Timeout) inside this layer, it retries only `GET` and `HEAD`.
///   [`retry_ambiguous_writes`](Self::retry_ambiguous_writes) adds writes.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # fn example() -> Result<(), graph_core::transport::TransportError> {
/// use std::time::Duration;
/// use graph_core::transport::{ReqwestTransport, Retry, Timeout};
///
/// let transport = Retry::new(Timeout::new(ReqwestTransport::new()?, Duration::from_secs(20))).max_attempts(6);
/// # Ok(())
/// # }
/// ```
///
/// Source: [Microsoft Graph throttling guidance](https://learn.microsoft.com/graph/throttling).
#[derive(Clone, Debug)]
pub struct Retry<T> {
    inner: T,
    max_attempts: u32,
    first_wait: Duration,
    max_wait: Duration,
    budget: Duration,
    policy: RetryPolicy,
}

impl<T: Transport> Retry<T> {
    /// Wraps the transport with the default settings: up to four attempts, a first wait of 1 s, waits of at most 180 s, and at most five
    /// minutes for all attempts and waits of a request.
    ///
    /// By default, a [`Client`](crate::client::Client) gives up earlier: its [time limit](crate::client::ClientBuilder::timeout) for all
    /// attempts and waits of a request is 100 s.
    pub fn new(inner: T) -> Self {
        Self {
            inner,
            max_attempts: 4,
            first_wait: Duration::from_secs(1),
            max_wait: Duration::from_secs(180),
            budget: Duration::from_secs(300),
            policy: RetryPolicy::LAYER,
        }
    }

    /// Sets the maximum number of attempts for a request, including the first one; 1 means no retry.
    #[must_use]
    pub fn max_attempts(self, max_attempts: u32) -> Self {
        Self { max_attempts, ..self }
    }

    /// Sets the wait before the second attempt if the response has no `Retry-After`. Each further wait is twice as long.
    #[must_use]
    pub fn first_wait(self, first_wait: Duration) -> Self {
        Self { first_wait, ..self }
    }

    /// Sets the longest wait between two attempts. If `Retry-After` asks for a longer one, the request is not retried.
    #[must_use]
    pub fn max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }

    /// Sets the total time for all attempts and waits of one request.
    #[must_use]
    pub fn budget(self, budget: Duration) -> Self {
        Self { budget, ..self }
    }

    /// Also retries writes after a timeout, a broken connection or a 504. A `POST` is retried only if it is marked
    /// [idempotent](Idempotency::Idempotent).
    ///
    /// The service may carry such a write out twice. Then the second attempt may fail: a `DELETE` fails with 404, because the object is
    /// gone, and a patch with `if_match` fails with 412, because the first attempt changed the etag.
    #[must_use]
    pub fn retry_ambiguous_writes(self) -> Self {
        Self { policy: RetryPolicy::LAYER_WITH_AMBIGUOUS_WRITES, ..self }
    }

    async fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        match request.extensions().get::<Deadline>().cloned() {
            Some(deadline) => self.retry(request, &deadline, Some(&deadline)).await,
            // A request that no client sent has no deadline, so nothing else measures the time in which nobody polls.
            None => {
                let watch = Deadline::after(self.budget);
                without_limit(&watch, self.retry(request, &watch, None)).await
            }
        }
    }

    /// Sends the request, and repeats it until the result is final. `watch` measures the time in which nobody polls; this time does not
    /// count against the budget.
    async fn retry(
        &self,
        request: http::Request<Bytes>,
        watch: &Deadline,
        deadline: Option<&Deadline>,
    ) -> Result<http::Response<Bytes>, TransportError> {
        let (start, idle) = (Instant::now(), watch.idle());
        let in_time = |wait| {
            let now = Instant::now();
            let within = |end: Option<Instant>| end.zip(now.checked_add(wait)).is_none_or(|(end, then)| then < end);
            let budget = self.budget.saturating_add(watch.idle().saturating_sub(idle));
            within(start.checked_add(budget)) && within(deadline.map(Deadline::at))
        };
        let idempotency = Idempotency::of_request(&request);
        let max_attempts = if request.extensions().get::<SingleAttempt>().is_some() { 1 } else { self.max_attempts };
        let mut attempts = 0;
        let mut new_connection = false;
        loop {
            let result = self.inner.send(next_attempt(&request, attempts, new_connection)).await;
            attempts += 1;
            let wait = if attempts < max_attempts { self.wait_after(&result, idempotency, attempts) } else { None };
            match wait.filter(|wait| in_time(*wait)) {
                Some(wait) => {
                    new_connection = result.is_ok_and(|response| needs_new_connection(response.status()));
                    tokio::time::sleep(wait).await;
                }
                None => return with_attempts(result, attempts),
            }
        }
    }

    /// Returns the wait before the next attempt of a request, or `None` if the result is final.
    fn wait_after(
        &self,
        result: &Result<http::Response<Bytes>, TransportError>,
        idempotency: Idempotency,
        attempts: u32,
    ) -> Option<Duration> {
        let failure = match result {
            Ok(response) if response.status().is_success() => return None,
            Ok(response) => FailedAttempt::Status { status: response.status(), retry_after: retry_after(response.headers()) },
            Err(error) => FailedAttempt::Transport(error.kind()),
        };
        match self.policy.classify(failure, idempotency) {
            RetryDecision::GiveUp => None,
            RetryDecision::Pause(asked) | RetryDecision::Retry(asked) | RetryDecision::RetryWithDependency(asked) => {
                let backoff = Backoff { first: self.first_wait, longest: self.max_wait };
                asked.is_none_or(|asked| asked <= self.max_wait).then(|| backoff.wait(asked, attempts))
            }
        }
    }
}

impl<T: Transport> Transport for Retry<T> {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

fn next_attempt(request: &http::Request<Bytes>, attempts: u32, new_connection: bool) -> http::Request<Bytes> {
    let mut request = request.clone();
    if attempts > 0 {
        request.headers_mut().insert(RETRY_ATTEMPT, HeaderValue::from(attempts));
    }
    if new_connection {
        request.extensions_mut().insert(NewConnection);
    }
    request
}

fn with_attempts(
    result: Result<http::Response<Bytes>, TransportError>,
    attempts: u32,
) -> Result<http::Response<Bytes>, TransportError> {
    let mut response = result.map_err(|error| error.after_attempts(attempts))?;
    response.extensions_mut().insert(Attempts(attempts));
    Ok(response)
}
