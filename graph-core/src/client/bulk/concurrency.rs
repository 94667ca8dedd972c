//! Adapts the number of concurrent batches, and the pauses between them, to the load that the service accepts.

use std::time::Duration;

use tokio::time::Instant;

use crate::transport::backoff::Backoff;

/// The limit on concurrent batches at the start of a bulk. The limit then grows by one after each batch with few refused requests.
const START: usize = 4;

/// Limits how many batches of a bulk are under way at the same time.
///
/// The limit grows fast until the service first refuses many requests. Then the limit is halved and grows slowly. This finds the load that
/// the service accepts without exceeding it repeatedly. A few refused requests do not lower the limit.
#[derive(Debug)]
pub(super) struct Concurrency {
    backoff: Backoff,
    max: usize,
    limit: usize,
    /// Whether the limit was ever halved, so that it now grows slowly.
    is_careful: bool,
    /// How many batches had few refused requests since the limit was last changed.
    clean: usize,
    /// How many pauses began since the service last processed a request.
    stalls: u32,
    period: Period,
}

/// Counts the requests of one period: the time from the end of one pause to the end of the next pause.
#[derive(Debug, Default)]
struct Period {
    /// The end of the pause that closes this period; `None` until the service refuses a request.
    pause_end: Option<Instant>,
    requests: usize,
    refused: usize,
    /// Whether the limit was already halved in this period.
    is_slowed: bool,
}

/// The number of requests in one batch, in total and by outcome.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) requests: usize,
    pub(super) refused: usize,
    pub(super) got_through: usize,
    /// The longest wait that a refused request in the batch has to respect.
    pub(super) retry_after: Option<Duration>,
}

impl Concurrency {
    pub(super) fn new(max: usize, backoff: Backoff) -> Self {
        let limit = max.min(START);
        Self { backoff, max, limit, is_careful: false, clean: 0, stalls: 0, period: Period::default() }
    }

    /// Returns the limit: how many batches may be under way at once.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// Returns the time at which the current pause ends, or `None` if there is no pause now.
    pub(super) fn paused_until(&self, now: Instant) -> Option<Instant> {
        self.period.pause_end.filter(|end| now < *end)
    }

    /// Returns how many pauses began since the service last processed a request.
    pub(super) fn stalls(&self) -> u32 {
        self.stalls
    }

    /// Records the outcomes of a batch that was sent at `started` and finished at `now`. Starts a pause if the service refused any of the
    /// batch's requests.
    #[inline]
    pub(super) fn record(&mut self, tally: Tally, started: Instant, now: Instant) {
        if self.period.pause_end.is_some_and(|end| end <= started) {
            self.period = Period::default();
        }
        self.period.requests += tally.requests;
        self.period.refused += tally.refused;
        if tally.got_through > 0 {
            self.stalls = 0;
        }
        if tally.refused > 0 {
            self.pause(tally.retry_after, now);
        }
        if !is_many(tally.refused, tally.requests) {
            self.speed_up();
        }
    }

    #[inline]
    fn pause(&mut self, retry_after: Option<Duration>, now: Instant) {
        // Batches that were under way at the same time are refused for the same reason, so they share one pause.
        if self.period.pause_end.is_none() {
            self.stalls += 1;
        }
        let end = later(now, self.backoff.wait(retry_after, self.stalls));
        self.period.pause_end = self.period.pause_end.max(Some(end));
        if !self.period.is_slowed && is_many(self.period.refused, self.period.requests) {
            self.period.is_slowed = true;
            self.is_careful = true;
            self.clean = 0;
            self.limit = (self.limit / 2).max(1);
        }
    }

    fn speed_up(&mut self) {
        self.clean += 1;
        if self.limit < self.max && (!self.is_careful || self.clean >= 2 * self.limit) {
            self.limit += 1;
            self.clean = 0;
        }
    }
}

/// Returns whether a quarter of the requests or more were refused, so that the concurrency should be lowered.
fn is_many(refused: usize, requests: usize) -> bool {
    refused * 4 >= requests
}

/// Returns the instant at which `wait` is over. Caps the wait at 136 years, so that the addition cannot overflow.
pub(super) fn later(now: Instant, wait: Duration) -> Instant {
    const AGES: Duration = Duration::from_secs(1 << 32);
    now.checked_add(wait.min(AGES)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Tally = Tally { requests: 20, refused: 0, got_through: 20, retry_after: None };

    fn refused(retry_after: Option<u64>) -> Tally {
        Tally { requests: 20, refused: 20, got_through: 0, retry_after: retry_after.map(Duration::from_secs) }
    }

    /// Returns a `Concurrency` whose limit has grown to its maximum of eight, and the time of its last batch.
    fn grown() -> (Concurrency, Instant) {
        let mut concurrency = Concurrency::new(8, Backoff::SERVICE);
        let now = Instant::now();
        let limits = [(); 6].map(|()| {
            concurrency.record(FINE, now, now);
            concurrency.limit()
        });
        assert_eq!(limits, [5, 6, 7, 8, 8, 8]);
        (concurrency, now)
    }

    #[test]
    fn a_pause_is_never_shortened() {
        let (mut concurrency, now) = grown();
        concurrency.record(refused(Some(10)), now, now);
        concurrency.record(refused(Some(3)), now, now);
        assert!(concurrency.paused_until(now + Duration::from_millis(9_999)).is_some());
        assert!(concurrency.paused_until(now + Duration::from_millis(10_600)).is_none());
        concurrency.record(refused(Some(u64::MAX)), now, now);
        assert!(concurrency.paused_until(now + Duration::from_secs(1 << 31)).is_some());
    }

    #[test]
    fn pauses_without_retry_after_grow() {
        let (mut concurrency, mut now) = grown();
        let mut waits = Vec::new();
        for _ in 0..8 {
            concurrency.record(refused(None), now, now);
            let until = concurrency.paused_until(now).unwrap();
            waits.push((until - now).as_secs_f64());
            assert_eq!(concurrency.paused_until(until), None, "the pause is over at its end");
            now = until;
        }
        assert!((0.5..=1.0).contains(&waits[0]) && (8.0..=16.0).contains(&waits[4]) && waits[7] <= 60.0, "{waits:?}");
        assert_eq!(concurrency.stalls(), 8);
        concurrency.record(FINE, now, now);
        assert_eq!(concurrency.stalls(), 0);
    }

    #[test]
    fn batches_refused_together_halve_the_limit_once() {
        let (mut concurrency, now) = grown();
        for _ in 0..8 {
            concurrency.record(refused(Some(1)), now, now);
        }
        assert_eq!((concurrency.limit(), concurrency.stalls()), (4, 1));
        let then = concurrency.paused_until(now).unwrap();
        for _ in 0..4 {
            concurrency.record(refused(Some(1)), then, then);
        }
        assert_eq!((concurrency.limit(), concurrency.stalls()), (2, 2));
    }

    #[test]
    fn few_refusals_keep_the_limit_and_many_make_it_grow_slowly() {
        let (mut concurrency, now) = grown();
        concurrency.record(refused(Some(1)), now, now);
        assert_eq!((concurrency.limit(), concurrency.stalls()), (8, 1), "one in seven");
        concurrency.record(refused(Some(1)), now, now);
        assert_eq!(concurrency.limit(), 4, "two in eight");
        let limits = [(); 19].map(|()| {
            concurrency.record(FINE, now, now);
            concurrency.limit()
        });
        assert_eq!(limits, [4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6]);
    }
}
