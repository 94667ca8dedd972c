//! The time of the emulated service.

use std::time::Duration;

use time::{OffsetDateTime, PrimitiveDateTime, UtcOffset};
use tokio::time::Instant;

/// The default start date, 2026-01-01T12:00:00Z, as the time since the Unix epoch. It is fixed so that a test sees the same dates on every
/// day.
const NOON: time::Duration = time::Duration::seconds(1_767_268_800);

/// The clock of the emulated service: a start date in UTC plus the time that tokio's clock has measured since then. While tokio's clock is
/// paused, this clock stops too.
#[derive(Debug)]
pub(super) struct Clock {
    base: OffsetDateTime,
    /// The time of tokio's clock at the start date. Read on first use, so that an emulator can be built outside a runtime.
    start: Option<Instant>,
    /// The sum of all [`advance`](Self::advance) calls.
    ahead: Duration,
    /// The result of the last [`elapsed`](Self::elapsed) call.
    last: Duration,
    /// Whether a test chose the start date.
    chosen: bool,
}

impl Clock {
    /// Creates a clock that starts at 2026-01-01T12:00:00Z.
    pub(super) fn at_noon() -> Self {
        Self { chosen: false, ..Self::starting_at(OffsetDateTime::UNIX_EPOCH + NOON) }
    }

    pub(super) fn starting_at(base: OffsetDateTime) -> Self {
        Self { base, start: None, ahead: Duration::ZERO, last: Duration::ZERO, chosen: true }
    }

    /// Returns the time since the start date.
    pub(super) fn elapsed(&mut self) -> Duration {
        let now = Instant::now();
        let start = *self.start.get_or_insert(now);
        self.last = now.saturating_duration_since(start).saturating_add(self.ahead);
        self.last
    }

    /// Returns the date and time at the last [`elapsed`](Self::elapsed) call.
    pub(super) fn last(&self) -> OffsetDateTime {
        self.at(self.last)
    }

    /// Sets the clock to the system time if no test has set the start date. A client behind a socket compares dates with the system time.
    pub(super) fn follow_wall_clock(&mut self) {
        if self.chosen {
            return;
        }
        let elapsed = time::Duration::try_from(self.elapsed()).unwrap_or(time::Duration::MAX);
        let now = OffsetDateTime::now_utc();
        self.base = now.checked_sub(elapsed).unwrap_or(now);
    }

    /// Returns the start date plus `elapsed`, in UTC; at most the last date that can be written.
    pub(super) fn at(&self, elapsed: Duration) -> OffsetDateTime {
        let elapsed = time::Duration::try_from(elapsed).unwrap_or(time::Duration::MAX);
        let base = self.base.checked_to_offset(UtcOffset::UTC).unwrap_or(self.base);
        base.checked_add(elapsed).unwrap_or(PrimitiveDateTime::MAX.assume_utc())
    }

    pub(super) fn advance(&mut self, by: Duration) {
        self.ahead = self.ahead.saturating_add(by);
    }
}

/// Returns a date in the form of the `Date` header ([RFC 9110 §5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)), without the
/// fraction of its second.
///
/// The format has a year of four digits, so a year before 0 is written as 0.
pub(super) fn http_date(at: OffsetDateTime) -> String {
    const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let at = at.checked_to_offset(UtcOffset::UTC).unwrap_or(at);
    let name = |names: &[&'static str], index: u8| names.get(usize::from(index)).copied().unwrap_or_default();
    let weekday = name(&WEEKDAYS, at.weekday().number_days_from_monday());
    let month = name(&MONTHS, u8::from(at.month()) - 1);
    let (day, year) = (at.day(), at.year().max(0));
    format!("{weekday}, {day:02} {month} {year:04} {:02}:{:02}:{:02} GMT", at.hour(), at.minute(), at.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_any_year_are_written() {
        let date = |seconds: i64| http_date(OffsetDateTime::UNIX_EPOCH.saturating_add(time::Duration::seconds(seconds)));
        assert_eq!(date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(date(1_767_268_800), "Thu, 01 Jan 2026 12:00:00 GMT");
        assert_eq!(date(-1), "Wed, 31 Dec 1969 23:59:59 GMT");
        assert_eq!(date(i64::MAX), "Fri, 31 Dec 9999 23:59:59 GMT");
        assert!(date(i64::MIN).ends_with("0000 00:00:00 GMT"), "{}", date(i64::MIN));
    }

    #[test]
    fn the_clock_stops_at_the_last_date() {
        let clock = Clock::at_noon();
        assert_eq!(clock.at(Duration::MAX).year(), 9999);
    }
}
