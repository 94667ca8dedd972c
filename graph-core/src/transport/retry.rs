//! Trying again: what is safe to send twice, when, and how often.

#[cfg(test)]
mod tests;

use std::time::Duration;

use bytes::Bytes;
use http::header::IF_MATCH;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use tokio::time::Instant;

use super::backoff::Backoff;
use super::{
    Attempts, Deadline, NewConnection, Repeatable, ResponseFuture, SingleTry, Transport, TransportError, TransportErrorKind,
    retry_after,
};

const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// Sends a request again when the service is throttling (429) or briefly unavailable (503, 504), when no connection was made, and a
/// `GET` also when its answer was lost.
///
/// Use it whenever a person or a job would only press the button again, which is nearly always. Put it outside of
/// [`RateLimit`](super::RateLimit), [`Timeout`](super::Timeout) and [`Trace`](super::Trace) to have them per try, inside to have
/// them per call.
///
/// - It waits as long as `Retry-After` says, never less; without it 1 s, 2 s, 4 s and so on. Up to half of that is random, on top of
///   `Retry-After` and as a part of the rest, so that clients that were refused together do not come back together.
/// - It gives the response back, instead of waiting, when the wait would be longer than [`max_wait`](Self::max_wait), or would end
///   after the [`budget`](Self::budget) or after the client's time limit.
/// - Each try is the request anew, with a `Retry-Attempt` header, and after a 503 over a new connection.
/// - A request that is marked [`SingleTry`] is passed on as it is.
/// - A `GET` or `HEAD` whose connection broke off, or that a [`Timeout`](super::Timeout) inside gave up, changes nothing by being
///   sent twice. A write may have been carried out: it is only sent again [on request](Self::when_the_answer_is_lost).
/// - What would not be the same twice is only sent again when the service has surely not carried it out, which is after 429, 503 and
///   a connection that was not made, but not after 504: a `POST` that is not marked [`Repeatable`], a `DELETE`, and what has an
///   `If-Match`, since the first one changes the etag.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # fn example() -> Result<(), graph_core::transport::TransportError> {
/// use std::time::Duration;
/// use graph_core::transport::{ReqwestTransport, Retry, Timeout};
///
/// let transport = Retry::new(Timeout::new(ReqwestTransport::new()?, Duration::from_secs(20))).max_tries(6);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Retry<T> {
    inner: T,
    max_tries: u32,
    first_wait: Duration,
    max_wait: Duration,
    budget: Duration,
    ambiguous: bool,
}

impl<T: Transport> Retry<T> {
    /// Up to four tries, waits of 1 s at first and of 180 s at most, all within five minutes.
    ///
    /// A [`Client`](crate::Client) gives up earlier: its time limit, 100 s unless
    /// [set](crate::client::ClientBuilder::timeout), is for all tries and waits together.
    pub fn new(inner: T) -> Self {
        Self {
            inner,
            max_tries: 4,
            first_wait: Duration::from_secs(1),
            max_wait: Duration::from_secs(180),
            budget: Duration::from_secs(300),
            ambiguous: false,
        }
    }

    /// How often a request is sent at most; 1 sends it only once.
    #[must_use]
    pub fn max_tries(self, max_tries: u32) -> Self {
        Self { max_tries, ..self }
    }

    /// The first wait when the service names none; each further one is twice as long.
    #[must_use]
    pub fn first_wait(self, first_wait: Duration) -> Self {
        Self { first_wait, ..self }
    }

    /// The longest single wait. A service that asks for more gets no further try.
    #[must_use]
    pub fn max_wait(self, max_wait: Duration) -> Self {
        Self { max_wait, ..self }
    }

    /// How long all tries and waits of one request may take together.
    #[must_use]
    pub fn budget(self, budget: Duration) -> Self {
        Self { budget, ..self }
    }

    /// Also tries a write again when the answer was lost, by a time limit or a broken connection. Reads need no leave.
    ///
    /// The service may have carried the request out, so it may do so twice. For a patch that makes no difference but one: with
    /// `if_match` the second one fails with 412 because of the first.
    #[must_use]
    pub fn when_the_answer_is_lost(self) -> Self {
        Self { ambiguous: true, ..self }
    }

    async fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let start = Instant::now();
        let deadline = request.extensions().get::<Deadline>().map(|deadline| deadline.0);
        let in_time = |wait| {
            let now = Instant::now();
            let within = |end: Option<Instant>| end.zip(now.checked_add(wait)).is_none_or(|(end, then)| then < end);
            within(start.checked_add(self.budget)) && within(deadline)
        };
        let reads = [Method::GET, Method::HEAD].contains(request.method());
        let marked = request.extensions().get::<Repeatable>().is_some();
        let on_request = self.ambiguous && (marked || request.method() != Method::POST);
        let repeatable = marked || on_request || is_same_twice(request.method(), request.headers());
        let max_tries = if request.extensions().get::<SingleTry>().is_some() { 1 } else { self.max_tries };
        let mut tries = 0;
        let mut new_connection = false;
        loop {
            let result = self.inner.send(next_try(&request, tries, new_connection)).await;
            tries += 1;
            let wait = match &result {
                _ if tries >= max_tries => None,
                Ok(response) => self.wait_after(response, repeatable, tries),
                Err(error) => Self::is_worth_a_try(error.kind(), reads || on_request).then(|| self.backoff().wait(None, tries)),
            };
            match wait.filter(|wait| in_time(*wait)) {
                Some(wait) => {
                    new_connection = result.is_ok_and(|response| response.status() == StatusCode::SERVICE_UNAVAILABLE);
                    tokio::time::sleep(wait).await;
                }
                None => return counted(result, tries),
            }
        }
    }

    fn wait_after(&self, response: &http::Response<Bytes>, repeatable: bool, tries: u32) -> Option<Duration> {
        match response.status() {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {}
            StatusCode::GATEWAY_TIMEOUT if repeatable => {}
            _ => return None,
        }
        match retry_after(response.headers()) {
            Some(wait) if wait > self.max_wait => None,
            asked => Some(self.backoff().wait(asked, tries)),
        }
    }

    fn is_worth_a_try(kind: TransportErrorKind, harmless_twice: bool) -> bool {
        match kind {
            TransportErrorKind::Connect => true,
            TransportErrorKind::Timeout | TransportErrorKind::Interrupted => harmless_twice,
            TransportErrorKind::TooLarge | TransportErrorKind::Request | TransportErrorKind::NotSent => false,
        }
    }

    fn backoff(&self) -> Backoff {
        Backoff { first: self.first_wait, longest: self.max_wait }
    }
}

impl<T: Transport> Transport for Retry<T> {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

/// Whether it may be carried out twice, and be the same as once: what changes the etag cannot ask for the old one again.
pub(crate) fn is_same_twice(method: &Method, headers: &HeaderMap) -> bool {
    [Method::GET, Method::HEAD, Method::PATCH, Method::PUT].contains(method) && !headers.contains_key(IF_MATCH)
}

fn next_try(request: &http::Request<Bytes>, tries: u32, new_connection: bool) -> http::Request<Bytes> {
    let mut request = request.clone();
    if tries > 0 {
        request.headers_mut().insert(RETRY_ATTEMPT, HeaderValue::from(tries));
    }
    if new_connection {
        request.extensions_mut().insert(NewConnection);
    }
    request
}

fn counted(result: Result<http::Response<Bytes>, TransportError>, tries: u32) -> Result<http::Response<Bytes>, TransportError> {
    let mut response = result.map_err(|error| error.after_attempts(tries))?;
    response.extensions_mut().insert(Attempts(tries));
    Ok(response)
}
