//! How many requests may be under way, and when none may start: one rule for all.

use std::time::Duration;

use tokio::time::Instant;

use crate::transport::backoff::Backoff;

/// At first so many requests at once, and one more for each of which not a lot is refused.
const START: usize = 4;

/// The speed that the service allows.
///
/// The limit grows fast until the service first refuses a lot, then it is halved and grows slowly: so the service is not asked over
/// and over for what it does not give, and a refusal here and there does not slow all down.
#[derive(Debug)]
pub(super) struct Pace {
    backoff: Backoff,
    most: usize,
    limit: usize,
    /// Whether the service has refused a lot at any time.
    careful: bool,
    /// How many requests went well since the limit was raised.
    clean: usize,
    /// How often a pause began since something last got through.
    stalls: u32,
    round: Round,
}

/// The time from the end of one pause to the end of the next.
#[derive(Debug, Default)]
struct Round {
    /// The end of the pause, once there is one: until then the service wants to be left alone.
    until: Option<Instant>,
    parts: usize,
    refused: usize,
    slowed: bool,
}

/// How the parts of one request went.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    pub(super) parts: usize,
    pub(super) refused: usize,
    pub(super) got_through: usize,
    /// The longest wait that was asked for.
    pub(super) asked: Option<Duration>,
}

impl Pace {
    pub(super) fn new(most: usize, backoff: Backoff) -> Self {
        let limit = most.min(START);
        Self { backoff, most, limit, careful: false, clean: 0, stalls: 0, round: Round::default() }
    }

    /// How many requests may be under way now.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// The end of the pause, while there is one.
    pub(super) fn paused(&self, now: Instant) -> Option<Instant> {
        self.round.until.filter(|until| now < *until)
    }

    /// How often everything had to wait, and then nothing got through.
    pub(super) fn stalls(&self) -> u32 {
        self.stalls
    }

    /// Goes by a request that started then and is over now. What was refused may be sent again when the pause is over.
    pub(super) fn go_by(&mut self, tally: Tally, started: Instant, now: Instant) {
        if self.round.until.is_some_and(|until| until <= started) {
            self.round = Round::default();
        }
        self.round.parts += tally.parts;
        self.round.refused += tally.refused;
        if tally.got_through > 0 {
            self.stalls = 0;
        }
        if tally.refused > 0 {
            self.pause(tally.asked, now);
        }
        if !is_a_lot(tally.refused, tally.parts) {
            self.speed_up();
        }
    }

    fn pause(&mut self, asked: Option<Duration>, now: Instant) {
        // Those that were under way together are refused together, and that is one pause.
        if self.round.until.is_none() {
            self.stalls += 1;
        }
        self.round.until = self.round.until.max(Some(later(now, self.backoff.wait(asked, self.stalls))));
        if !self.round.slowed && is_a_lot(self.round.refused, self.round.parts) {
            self.round.slowed = true;
            self.careful = true;
            self.clean = 0;
            self.limit = (self.limit / 2).max(1);
        }
    }

    fn speed_up(&mut self) {
        self.clean += 1;
        if self.limit < self.most && (!self.careful || self.clean >= 2 * self.limit) {
            self.limit += 1;
            self.clean = 0;
        }
    }
}

/// Whether so much was refused that fewer requests at once may get more through.
fn is_a_lot(refused: usize, parts: usize) -> bool {
    refused * 4 >= parts
}

/// The instant after so long, or the last one that makes sense.
pub(super) fn later(now: Instant, wait: Duration) -> Instant {
    const AGES: Duration = Duration::from_secs(1 << 32);
    now.checked_add(wait.min(AGES)).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINE: Tally = Tally { parts: 20, refused: 0, got_through: 20, asked: None };

    fn refused(asked: Option<u64>) -> Tally {
        Tally { parts: 20, refused: 20, got_through: 0, asked: asked.map(Duration::from_secs) }
    }

    /// One that has found out that the service takes eight at once.
    fn pace() -> (Pace, Instant) {
        let mut pace = Pace::new(8, Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(60) });
        let now = Instant::now();
        let limits = [(); 6].map(|()| {
            pace.go_by(FINE, now, now);
            pace.limit()
        });
        assert_eq!(limits, [5, 6, 7, 8, 8, 8]);
        (pace, now)
    }

    #[test]
    fn a_pause_is_never_shortened() {
        let (mut pace, now) = pace();
        pace.go_by(refused(Some(10)), now, now);
        pace.go_by(refused(Some(3)), now, now);
        assert!(pace.paused(now + Duration::from_millis(9_999)).is_some());
        assert!(pace.paused(now + Duration::from_millis(10_600)).is_none());
        pace.go_by(refused(Some(u64::MAX)), now, now);
        assert!(pace.paused(now + Duration::from_secs(1 << 31)).is_some());
    }

    #[test]
    fn without_retry_after_the_pauses_grow() {
        let (mut pace, mut now) = pace();
        let mut waits = Vec::new();
        for _ in 0..8 {
            pace.go_by(refused(None), now, now);
            let until = pace.paused(now).unwrap();
            waits.push((until - now).as_secs_f64());
            now = until;
        }
        assert!((0.5..=1.0).contains(&waits[0]) && (8.0..=16.0).contains(&waits[4]) && waits[7] <= 60.0, "{waits:?}");
        assert_eq!(pace.stalls(), 8);
        pace.go_by(FINE, now, now);
        assert_eq!(pace.stalls(), 0);
    }

    #[test]
    fn those_refused_together_are_one_refusal() {
        let (mut pace, now) = pace();
        for _ in 0..8 {
            pace.go_by(refused(Some(1)), now, now);
        }
        assert_eq!((pace.limit(), pace.stalls()), (4, 1));
        let then = pace.paused(now).unwrap();
        for _ in 0..4 {
            pace.go_by(refused(Some(1)), then, then);
        }
        assert_eq!((pace.limit(), pace.stalls()), (2, 2));
    }

    #[test]
    fn a_few_refusals_slow_nothing_down_and_after_many_the_limit_grows_slowly() {
        let (mut pace, now) = pace();
        pace.go_by(refused(Some(1)), now, now);
        assert_eq!((pace.limit(), pace.stalls()), (8, 1), "one in seven");
        pace.go_by(refused(Some(1)), now, now);
        assert_eq!(pace.limit(), 4, "two in eight");
        let limits = [(); 19].map(|()| {
            pace.go_by(FINE, now, now);
            pace.limit()
        });
        assert_eq!(limits, [4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 6, 6]);
    }
}
