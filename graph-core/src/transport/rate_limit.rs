//! The rate limit layer, which delays requests to respect a limit of the service.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::fmt;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use governor::clock::Clock;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use http::Method;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::error::{TransportError, TransportErrorKind};
use super::extensions::Deadline;
use super::send::{ResponseFuture, Transport};

/// Delays requests so that no time window contains more requests than the service allows. Requests wait in order of arrival.
///
/// Use it for long runs of writes: waiting here is free, but a request that the service refuses costs a round trip and still counts
/// against the limit. Put it inside [`Retry`](super::Retry), so that retries count too. Clones share one limit. The service counts per
/// app and tenant, so create one `RateLimit` for each app and tenant.
///
/// A request that would have to wait longer than its time limit fails at once with [`NotSent`](TransportErrorKind::NotSent).
/// [`Bulk`](crate::client::Bulk) then sends fewer requests at the same time.
///
/// After a pause, a tenth of the limit may be sent at once; further requests are spread evenly over the window. A batch with more
/// requests than the limit is sent after a whole window without any other request.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # fn example() -> Result<(), graph_core::transport::TransportError> {
/// use graph_core::transport::{RateLimit, ReqwestTransport, Retry};
///
/// let transport = Retry::new(RateLimit::intune(ReqwestTransport::new()?));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct RateLimit<T> {
    inner: T,
    limiter: Arc<RateLimiter<NotKeyed, InMemoryState, TokioClock>>,
    interval: Duration,
    queue: Arc<tokio::sync::Mutex<Window>>,
    line: Arc<Mutex<Line>>,
    writes_only: bool,
}

/// The requests that were sent in the last window of time. It limits batches, whose requests are sent at once instead of spread evenly.
struct Window {
    length: Duration,
    limit: u32,
    sent: VecDeque<(Instant, u32)>,
    used: u32,
}

impl Window {
    /// Returns the time at which a request that counts as `cost` requests fits into the window, or `None` if it fits now.
    fn full_until(&mut self, cost: u32, now: Instant) -> Option<Instant> {
        let expiry = |at: Instant| at.checked_add(self.length).filter(|end| now < *end);
        while let Some((_, expired)) = self.sent.pop_front_if(|(at, _)| expiry(*at).is_none()) {
            self.used -= expired;
        }
        let mut used = self.used;
        let mut until = None;
        for (at, expiring) in &self.sent {
            if used.saturating_add(cost) <= self.limit {
                break;
            }
            used -= expiring;
            until = expiry(*at);
        }
        until
    }

    fn add(&mut self, cost: u32, now: Instant) {
        self.used += cost;
        self.sent.push_back((now, cost));
    }
}

/// The line of requests that wait for the rate limit.
struct Line {
    /// The total cost of all waiting requests, where a batch of 20 costs 20.
    cost: u32,
    /// The earliest time at which the first waiting request may be sent. Without a waiting request, it has no meaning.
    next: Instant,
}

/// The place of one request in the line. Dropping it leaves the line.
struct PlaceInLine<'a> {
    line: &'a Mutex<Line>,
    cost: u32,
}

fn lock(line: &Mutex<Line>) -> MutexGuard<'_, Line> {
    line.lock().unwrap_or_else(PoisonError::into_inner)
}

impl PlaceInLine<'_> {
    fn move_up(&mut self, cost: u32) {
        lock(self.line).cost -= cost;
        self.cost -= cost;
    }
}

impl Drop for PlaceInLine<'_> {
    fn drop(&mut self) {
        self.move_up(self.cost);
    }
}

/// A request extension with the number of requests that this request counts as, such as 20 for a batch of 20. The client sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cost {
    /// The number of requests, reads and writes.
    pub requests: u32,
    /// The number of writes: requests whose method is not `GET` or `HEAD`.
    pub writes: u32,
}

impl Cost {
    /// Returns the cost of a batch of requests with these methods.
    pub(crate) fn of<'a>(methods: impl IntoIterator<Item = &'a Method>) -> Self {
        methods.into_iter().fold(Self { requests: 0, writes: 0 }, |cost, method| Self {
            requests: cost.requests.saturating_add(1),
            writes: cost.writes.saturating_add(u32::from(![Method::GET, Method::HEAD].contains(method))),
        })
    }
}

impl<T: Transport> RateLimit<T> {
    /// Wraps the transport and allows at most `limit` requests, reads and writes, in any time interval of length `window`.
    pub fn new(inner: T, limit: NonZeroU32, window: Duration) -> Self {
        // One window can contain a whole burst and all evenly spread requests, so their sum must not exceed the limit.
        let burst = NonZeroU32::new(limit.get() / 10).unwrap_or(NonZeroU32::MIN);
        let spread = (limit.get() - burst.get()).max(1);
        let interval = (window / spread).max(Duration::from_nanos(1));
        let quota = Quota::with_period(interval);
        let quota = quota.unwrap_or(Quota::per_second(limit)).allow_burst(burst);
        let limiter = Arc::new(RateLimiter::direct_with_clock(quota, TokioClock));
        let line = Arc::new(Mutex::new(Line { cost: 0, next: Instant::now() }));
        let window = Window { length: window, limit: limit.get(), sent: VecDeque::new(), used: 0 };
        let queue = Arc::new(tokio::sync::Mutex::new(window));
        Self { inner, limiter, interval, queue, line, writes_only: false }
    }

    /// Wraps the transport with Intune's limit for device configuration: 100 writes in 20 s per app and tenant.
    ///
    /// Source: [Microsoft Graph service-specific throttling limits](https://learn.microsoft.com/graph/throttling-limits#intune-service-limits).
    pub fn intune(inner: T) -> Self {
        let limit = NonZeroU32::MIN.saturating_add(99);
        Self::new(inner, limit, Duration::from_secs(20)).writes_only()
    }

    /// Limits writes only: reads are sent at once, and a batch counts as the number of its writes.
    #[must_use]
    pub fn writes_only(self) -> Self {
        Self { writes_only: true, ..self }
    }

    async fn take_turn(&self, cost: u32, deadline: Option<Instant>) -> Result<(), TransportError> {
        let turn = self.wait(cost, deadline);
        let in_time = match deadline {
            Some(deadline) => timeout_at(deadline, turn).await.unwrap_or(false),
            None => turn.await,
        };
        if in_time { Ok(()) } else { Err(TransportError::new(TransportErrorKind::NotSent, None).after_attempts(0)) }
    }

    /// Waits until a request of this cost may be sent. Returns `false` as soon as it is known that this time comes after the deadline.
    async fn wait(&self, cost: u32, deadline: Option<Instant>) -> bool {
        let Some(mut place) = self.join(cost, deadline) else { return false };
        // This lock is fair and is held while waiting, so requests are sent in order of arrival, and only the first one polls.
        let mut window = self.queue.lock().await;
        for _ in 0..cost {
            while let Err(early) = self.limiter.check() {
                let next = Instant::now() + early.wait_time_from(self.limiter.clock().now());
                if !self.wait_until(next, &place, deadline).await {
                    return false;
                }
            }
            // The last unit of the request's cost stays in the line until the request is sent, so that later requests count it.
            place.move_up(u32::from(place.cost > 1));
        }
        while let Some(next) = window.full_until(cost, Instant::now()) {
            if !self.wait_until(next, &place, deadline).await {
                return false;
            }
        }
        window.add(cost, Instant::now());
        true
    }

    /// Waits until `next`. Returns `false` at once if the rest of the request's cost, counted from `next` on, would miss the deadline.
    async fn wait_until(&self, next: Instant, place: &PlaceInLine<'_>, deadline: Option<Instant>) -> bool {
        lock(&self.line).next = next;
        let in_time = !self.is_late(next, place.cost, deadline);
        if in_time {
            sleep_until(next).await;
        }
        in_time
    }

    /// Adds a request of this cost to the end of the line. Returns `None` if the request would miss the deadline; with an empty line,
    /// [`wait`](Self::wait) checks the deadline instead.
    fn join(&self, cost: u32, deadline: Option<Instant>) -> Option<PlaceInLine<'_>> {
        let mut line = lock(&self.line);
        let all = line.cost.checked_add(cost)?;
        if line.cost > 0 && self.is_late(line.next, all, deadline) {
            return None;
        }
        line.cost = all;
        Some(PlaceInLine { line: &self.line, cost })
    }

    /// Returns `true` if the last unit of a request's cost would miss the deadline when the first unit is sent at `next`.
    fn is_late(&self, next: Instant, cost: u32, deadline: Option<Instant>) -> bool {
        let last = next.checked_add(self.interval.saturating_mul(cost.saturating_sub(1)));
        deadline.is_some_and(|deadline| last.is_none_or(|last| deadline < last))
    }
}

impl<T: Transport> Transport for RateLimit<T> {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        let cost = request.extensions().get::<Cost>().copied().unwrap_or_else(|| Cost::of([request.method()]));
        let cost = if self.writes_only { cost.writes } else { cost.requests };
        if cost == 0 {
            return self.inner.send(request);
        }
        let deadline = request.extensions().get::<Deadline>().map(|deadline| deadline.0);
        Box::pin(async move {
            self.take_turn(cost, deadline).await?;
            self.inner.send(request).await
        })
    }
}

impl<T: fmt::Debug> fmt::Debug for RateLimit<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimit").field("inner", &self.inner).finish_non_exhaustive()
    }
}

/// Tokio's clock as the clock of the `governor` crate, because tests can pause it.
#[derive(Clone, Debug)]
struct TokioClock;

impl Clock for TokioClock {
    type Instant = std::time::Instant;

    fn now(&self) -> std::time::Instant {
        Instant::now().into_std()
    }
}
