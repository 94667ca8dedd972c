//! The rate limit layer: stays below a limit of the service.

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

/// Sends at most as many requests as the service allows. Further requests wait for their turn, first come, first served.
///
/// Use it for long runs of writes: waiting here is free, but a request that the service refuses costs a round trip and still counts
/// against the limit. Put it inside [`Retry`](super::Retry), so that retries count too. Clones share one limit. The service counts per
/// app and tenant, so create one for each.
///
/// A request whose turn would come after its time limit fails at once with [`NotSent`](TransportErrorKind::NotSent);
/// [`Bulk`](crate::client::Bulk) reacts with fewer concurrent requests.
///
/// No interval as long as the window has more requests than the limit. A batch larger than the limit is sent when nothing else was sent
/// for a whole window. After a pause, a tenth of the limit may be sent at once; the rest is spread evenly.
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

/// The requests that were sent in the last window. It bounds batches, which are sent at once and not evenly.
struct Window {
    length: Duration,
    limit: u32,
    sent: VecDeque<(Instant, u32)>,
    used: u32,
}

impl Window {
    /// The time at which this cost fits into the window; `None` if it fits now.
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

/// The requests that wait for their turn.
struct Line {
    /// The cost of all of them.
    cost: u32,
    /// The earliest time at which the first one may be sent, while there is one.
    next: Instant,
}

/// A place in the line. Dropping it gives it up.
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

/// A request extension: how many requests this one counts as, such as a batch. The client sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cost {
    /// All requests, reads and writes.
    pub requests: u32,
    /// The writes: all methods but `GET` and `HEAD`.
    pub writes: u32,
}

impl Cost {
    /// The cost of requests with these methods.
    pub(crate) fn of<'a>(methods: impl IntoIterator<Item = &'a Method>) -> Self {
        methods.into_iter().fold(Self { requests: 0, writes: 0 }, |cost, method| Self {
            requests: cost.requests.saturating_add(1),
            writes: cost.writes.saturating_add(u32::from(![Method::GET, Method::HEAD].contains(method))),
        })
    }
}

impl<T: Transport> RateLimit<T> {
    /// Wraps the transport: at most `limit` requests, reads and writes, in any interval of length `window`.
    pub fn new(inner: T, limit: NonZeroU32, window: Duration) -> Self {
        // One window can have the whole burst and all the spread requests, so their sum must not exceed the limit.
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

    /// Wraps the transport with Intune's limit for device configuration, per app and tenant: 100 writes in 20 s.
    ///
    /// Source: [Microsoft Graph service-specific throttling limits](https://learn.microsoft.com/graph/throttling-limits#intune-service-limits).
    pub fn intune(inner: T) -> Self {
        let limit = NonZeroU32::MIN.saturating_add(99);
        Self::new(inner, limit, Duration::from_secs(20)).writes_only()
    }

    /// Limits writes only: reads pass at once, and a batch counts as its writes.
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

    /// Waits for the turn. Returns `false` as soon as the turn is known to come after the deadline.
    async fn wait(&self, cost: u32, deadline: Option<Instant>) -> bool {
        let Some(mut place) = self.join(cost, deadline) else { return false };
        // This lock is fair and held while waiting: requests are sent in the order of arrival, and only the first one polls.
        let mut window = self.queue.lock().await;
        for _ in 0..cost {
            while let Err(early) = self.limiter.check() {
                let next = Instant::now() + early.wait_time_from(self.limiter.clock().now());
                if !self.wait_until(next, &place, deadline).await {
                    return false;
                }
            }
            // The last unit stays in the line until it is sent, so that later requests count it.
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

    /// Waits until `next`. Returns `false` at once if the rest of this place could then not be sent in time.
    async fn wait_until(&self, next: Instant, place: &PlaceInLine<'_>, deadline: Option<Instant>) -> bool {
        lock(&self.line).next = next;
        let in_time = !self.is_late(next, place.cost, deadline);
        if in_time {
            sleep_until(next).await;
        }
        in_time
    }

    /// Takes a place at the end of the line, unless its turn would come too late. The first in line finds that out by waiting.
    fn join(&self, cost: u32, deadline: Option<Instant>) -> Option<PlaceInLine<'_>> {
        let mut line = lock(&self.line);
        let all = line.cost.checked_add(cost)?;
        if line.cost > 0 && self.is_late(line.next, all, deadline) {
            return None;
        }
        line.cost = all;
        Some(PlaceInLine { line: &self.line, cost })
    }

    /// Whether the last unit of this cost, sent from `next` on, would miss the deadline.
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

/// Tokio's clock, which tests can pause.
#[derive(Clone, Debug)]
struct TokioClock;

impl Clock for TokioClock {
    type Instant = std::time::Instant;

    fn now(&self) -> std::time::Instant {
        Instant::now().into_std()
    }
}
