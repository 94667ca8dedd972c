//! What time it is in the emulated service.

use std::time::Duration;

use time::OffsetDateTime;
use tokio::time::Instant;

/// A base in UTC, and what has passed since on tokio's clock: in a paused runtime the service's time stands still with it.
#[derive(Debug)]
pub(super) struct Clock {
    base: OffsetDateTime,
    /// Taken at the first look, so that an emulator may be built before the runtime that drives it.
    start: Option<Instant>,
    /// What [`advance`](Self::advance) added.
    ahead: Duration,
}

impl Clock {
    pub(super) fn starting_at(base: OffsetDateTime) -> Self {
        Self { base, start: None, ahead: Duration::ZERO }
    }

    /// Time since the base.
    pub(super) fn elapsed(&mut self) -> Duration {
        let now = Instant::now();
        let start = *self.start.get_or_insert(now);
        now.saturating_duration_since(start).saturating_add(self.ahead)
    }

    /// The instant that is this long after the base.
    pub(super) fn at(&self, elapsed: Duration) -> OffsetDateTime {
        let elapsed = time::Duration::try_from(elapsed).unwrap_or(time::Duration::MAX);
        self.base.checked_add(elapsed).unwrap_or(self.base)
    }

    pub(super) fn advance(&mut self, by: Duration) {
        self.ahead = self.ahead.saturating_add(by);
    }
}
