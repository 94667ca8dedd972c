//! Staying below a limit of the service, so that it need not refuse.

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

use super::{Deadline, ResponseFuture, Transport, TransportError, TransportErrorKind};

/// Sends no more requests than the service allows, and lets the others wait for their turn, first come, first served.
///
/// Use it for long runs of writes: a request that waits here costs nothing, while one that the service refuses costs a round trip and
/// counts against the limit all the same. Put it inside of [`Retry`](super::Retry), so that tries count too. Clones share one limit;
/// the service counts per app and tenant, so make one for each.
///
/// A request whose turn would come after its time limit is not sent, and is told so at once
/// ([`NotSent`](TransportErrorKind::NotSent)); [`Bulk`](crate::client::Bulk) then sends fewer at once.
///
/// In no stretch of time as long as the window does it send more than the limit; a batch that is larger goes when nothing else has gone
/// for as long. A tenth of the limit goes out at once after a pause, the rest is spread evenly.
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

/// What was sent in the last stretch of time: a batch goes out all at once, not evenly.
struct Window {
    length: Duration,
    limit: u32,
    sent: VecDeque<(Instant, u32)>,
    used: u32,
}

impl Window {
    /// When so much more fits in, if it does not now.
    fn full_until(&mut self, cost: u32, now: Instant) -> Option<Instant> {
        let left = |at: Instant| at.checked_add(self.length).filter(|end| now < *end);
        while let Some((_, gone)) = self.sent.pop_front_if(|(at, _)| left(*at).is_none()) {
            self.used -= gone;
        }
        let mut used = self.used;
        let mut until = None;
        for (at, leaving) in &self.sent {
            if used.saturating_add(cost) <= self.limit {
                break;
            }
            used -= leaving;
            until = left(*at);
        }
        until
    }

    fn add(&mut self, cost: u32, now: Instant) {
        self.used += cost;
        self.sent.push_back((now, cost));
    }
}

/// Those that wait for their turn.
struct Line {
    /// What all of them count together.
    cost: u32,
    /// The first instant at which one more may go, while somebody waits.
    next: Instant,
}

/// A place in the line, which is given up when it is dropped.
struct Place<'a> {
    line: &'a Mutex<Line>,
    cost: u32,
}

fn lock(line: &Mutex<Line>) -> MutexGuard<'_, Line> {
    line.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Place<'_> {
    fn move_up(&mut self, cost: u32) {
        lock(self.line).cost -= cost;
        self.cost -= cost;
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.move_up(self.cost);
    }
}

/// A request extension: this one counts as so many, as a batch does. The client sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// All of them.
    pub requests: u32,
    /// Those that are no reads.
    pub writes: u32,
}

impl Cost {
    /// What requests with these methods count together: all but `GET` and `HEAD` are writes.
    pub(crate) fn of<'a>(methods: impl IntoIterator<Item = &'a Method>) -> Self {
        methods.into_iter().fold(Self { requests: 0, writes: 0 }, |cost, method| Self {
            requests: cost.requests.saturating_add(1),
            writes: cost.writes.saturating_add(u32::from(![Method::GET, Method::HEAD].contains(method))),
        })
    }
}

impl<T: Transport> RateLimit<T> {
    /// At most `limit` requests in any stretch of `window`, reads and writes alike.
    pub fn new(inner: T, limit: NonZeroU32, window: Duration) -> Self {
        // In one window the burst and what is spread over it come together, so together they are the limit.
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

    /// What Intune's device configuration allows an app in a tenant: 100 writes in 20 s.
    ///
    /// Source: [Microsoft Graph service-specific throttling limits](https://learn.microsoft.com/graph/throttling-limits#intune-service-limits).
    pub fn intune(inner: T) -> Self {
        let limit = NonZeroU32::MIN.saturating_add(99);
        Self::new(inner, limit, Duration::from_secs(20)).writes_only()
    }

    /// Lets reads pass, and counts only the writes of a batch.
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

    /// Whether the turn comes before the deadline; if not, that is known at once.
    async fn wait(&self, cost: u32, deadline: Option<Instant>) -> bool {
        let Some(mut place) = self.join(cost, deadline) else { return false };
        // Fair, and held while waiting: who came first goes first, and the others need not look again and again.
        let mut window = self.queue.lock().await;
        for _ in 0..cost {
            while let Err(early) = self.limiter.check() {
                let next = Instant::now() + early.wait_time_from(self.limiter.clock().now());
                if !self.goes_on(next, &place, deadline).await {
                    return false;
                }
            }
            // The last stays until it goes, so that others know of it.
            place.move_up(u32::from(place.cost > 1));
        }
        while let Some(next) = window.full_until(cost, Instant::now()) {
            if !self.goes_on(next, &place, deadline).await {
                return false;
            }
        }
        window.add(cost, Instant::now());
        true
    }

    /// Waits until the next one may go, if all that is left of this place then goes in time.
    async fn goes_on(&self, next: Instant, place: &Place<'_>, deadline: Option<Instant>) -> bool {
        lock(&self.line).next = next;
        let in_time = !self.is_late(next, place.cost, deadline);
        if in_time {
            sleep_until(next).await;
        }
        in_time
    }

    /// A place at the end of the line, unless its turn comes too late. Who is the first there finds that out by waiting.
    fn join(&self, cost: u32, deadline: Option<Instant>) -> Option<Place<'_>> {
        let mut line = lock(&self.line);
        let all = line.cost.checked_add(cost)?;
        if line.cost > 0 && self.is_late(line.next, all, deadline) {
            return None;
        }
        line.cost = all;
        Some(Place { line: &self.line, cost })
    }

    /// Whether the last of so many that go from then on is behind the deadline.
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

/// The clock that all waits go by, which tests can pause.
#[derive(Clone, Debug)]
struct TokioClock;

impl Clock for TokioClock {
    type Instant = std::time::Instant;

    fn now(&self) -> std::time::Instant {
        Instant::now().into_std()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Script, answer};
    use crate::transport::{Deadline, TransportErrorKind};

    async fn send_all(transport: &RateLimit<Script>, requests: impl IntoIterator<Item = http::Request<Bytes>>) {
        let mut set = tokio::task::JoinSet::new();
        for request in requests {
            let transport = transport.clone();
            set.spawn(async move { transport.send(request).await.map(drop).unwrap() });
        }
        set.join_all().await;
    }

    fn script() -> Script {
        Script::new(std::iter::repeat_with(|| answer(204, &[], "")).take(1000))
    }

    fn write() -> http::Request<Bytes> {
        http::Request::patch("/x").body(Bytes::new()).unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn no_window_has_more_than_the_limit() {
        let script = script();
        let transport = RateLimit::intune(script.clone());
        send_all(&transport, std::iter::repeat_with(write).take(250)).await;
        tokio::time::sleep(Duration::from_secs(7)).await;
        send_all(&transport, std::iter::repeat_with(write).take(250)).await;
        let times = script.times();
        assert_eq!(times.len(), 500);
        let busiest = times.iter().map(|start| times.iter().filter(|time| (*start..start + 20.0).contains(time)).count()).max();
        assert!((90..=100).contains(&busiest.unwrap()), "{busiest:?} in 20 s");
        assert!(times[499] < 120.0, "500 writes took {} s", times[499]);
    }

    #[tokio::test(start_paused = true)]
    async fn reads_pass_if_only_writes_are_limited() {
        let reads = || std::iter::repeat_with(|| http::Request::get("/x").body(Bytes::new()).unwrap()).take(500);
        let unlimited = script();
        send_all(&RateLimit::intune(unlimited.clone()), reads()).await;
        assert_eq!(unlimited.times()[499], 0.0);
        let limited = script();
        send_all(&RateLimit::new(limited.clone(), NonZeroU32::new(100).unwrap(), Duration::from_secs(20)), reads()).await;
        assert!(limited.times()[499] > 80.0);
    }

    #[tokio::test(start_paused = true)]
    async fn a_batch_counts_as_what_is_in_it() {
        let script = script();
        let batches = std::iter::repeat_with(|| {
            let mut request = write();
            request.extensions_mut().insert(Cost { requests: 20, writes: 20 });
            request
        });
        send_all(&RateLimit::intune(script.clone()), batches.take(11)).await;
        assert!(script.times()[10] > 40.0, "220 writes took {} s", script.times()[10]);
    }

    #[tokio::test(start_paused = true)]
    async fn no_window_has_more_than_the_limit_with_batches_in_it() {
        let batch = |cost| {
            let mut request = write();
            request.extensions_mut().insert(Cost { requests: cost, writes: cost });
            request
        };
        let mixed =
            [vec![batch(20); 3], vec![write(); 200], vec![batch(20); 5], vec![batch(7); 20], vec![batch(100); 2]].concat();
        let script = script();
        let transport = RateLimit::intune(script.clone());
        for request in mixed {
            transport.send(request).await.unwrap();
        }
        let cost = |request: http::Request<Bytes>| request.extensions().get::<Cost>().map_or(1, |cost| cost.writes);
        let times = script.times().into_iter().map(|time| (time * 1000.0).round() as u64);
        let sent: Vec<(u64, u32)> = times.zip(script.requests().into_iter().map(cost)).collect();
        let within =
            |start: u64| sent.iter().filter(move |(at, _)| (start..start + 20_000).contains(at)).map(|(_, cost)| cost).sum();
        let busiest: Option<u32> = sent.iter().map(|(start, _)| within(*start)).max();
        assert_eq!(busiest, Some(100));
        let (last, all) = (sent.last().unwrap().0, sent.iter().map(|(_, cost)| cost).sum::<u32>());
        assert!(last < u64::from(all) * 20_000 / 85, "{all} writes in {last} ms");

        // A batch that is larger than the limit goes when nothing else has gone for a window.
        let script = self::script();
        let transport = RateLimit::new(script.clone(), NonZeroU32::new(10).unwrap(), Duration::from_secs(1));
        for request in [batch(20), write(), batch(20)] {
            transport.send(request).await.unwrap();
        }
        let times = script.times();
        assert!(times[1] - times[0] >= 1.0 && times[2] - times[1] >= 1.0, "{times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn who_would_come_too_late_is_told_at_once_and_holds_nobody_up() {
        let script = script();
        let transport = RateLimit::new(script.clone(), NonZeroU32::new(10).unwrap(), Duration::from_secs(9));
        let start = Instant::now();
        let send = |in_time: f64| {
            let mut request = write();
            request.extensions_mut().insert(Deadline(start + Duration::from_secs_f64(in_time)));
            let transport = transport.clone();
            tokio::spawn(async move { (transport.send(request).await.map(drop).map_err(|error| error.kind()), start.elapsed()) })
        };
        // One goes each second.
        let line: Vec<_> = (0..100).map(|_| send(5.5)).collect();
        for (place, one) in line.into_iter().enumerate() {
            let expected = if place < 6 { (Ok(()), place as u64) } else { (Err(TransportErrorKind::NotSent), 0) };
            let (result, elapsed) = one.await.unwrap();
            assert_eq!((result, elapsed.as_secs()), expected, "{place}");
        }
        assert_eq!(script.times().len(), 6);
        // Who leaves lets the others move up.
        let gone: Vec<_> = (0..10).map(|_| send(100.0)).collect();
        tokio::task::yield_now().await;
        gone.iter().for_each(|one| one.abort());
        tokio::task::yield_now().await;
        assert_eq!(send(6.5).await.unwrap().0, Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn the_smallest_limits_hold_too() {
        for (limit, window) in [(1, 1), (2, 1), (1, 0)] {
            let script = script();
            let transport = RateLimit::new(script.clone(), NonZeroU32::new(limit).unwrap(), Duration::from_secs(window));
            send_all(&transport, std::iter::repeat_with(write).take(5)).await;
            let least = window as f64 * 4.0 / f64::from(limit);
            assert!(script.times()[4] >= least - 0.01, "{limit} in {window} s: {:?}", script.times());
        }
    }
}
