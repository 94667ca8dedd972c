//! Throttling: how many requests the emulated service accepts in a window of time, and how it asks a client to wait.

use std::collections::VecDeque;
use std::time::Duration;

use super::clock::http_date;
use super::random::Random;

/// The form of the `Retry-After` header. Graph uses every form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryAfter {
    /// Whole seconds, rounded up: `3`.
    #[default]
    Seconds,
    /// Seconds with a fraction: `2.128`.
    Fractional,
    /// A date: `Thu, 01 Jan 2026 12:00:03 GMT`.
    Date,
    /// No `Retry-After` header.
    Missing,
    /// One of the other forms, chosen at random for each response.
    Any,
}

impl RetryAfter {
    /// Returns the wait in seconds with three digits after the point, such as `2.128`.
    pub(super) fn fractional(wait: Duration) -> String {
        format!("{}.{:03}", wait.as_secs(), wait.subsec_millis())
    }

    /// Returns the value of a `Retry-After` header for this wait, and the earliest time at which a client may retry according to the
    /// header. Times are measured from the start date of the emulator's clock.
    pub(super) fn promise(
        self,
        now: Duration,
        wait: Duration,
        date_of: impl Fn(Duration) -> time::OffsetDateTime,
        random: &mut Random,
    ) -> Option<(String, Duration)> {
        match self {
            Self::Any => {
                let forms = [Self::Seconds, Self::Fractional, Self::Date, Self::Missing];
                let form = forms.get(random.below(forms.len())).copied().unwrap_or_default();
                form.promise(now, wait, date_of, random)
            }
            Self::Missing => None,
            Self::Seconds => {
                let seconds = wait.as_secs().saturating_add(u64::from(wait.subsec_nanos() > 0));
                Some((seconds.to_string(), now.saturating_add(Duration::from_secs(seconds))))
            }
            Self::Fractional => {
                let millis = wait.as_nanos().div_ceil(1_000_000);
                let wait = Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX));
                Some((Self::fractional(wait), now.saturating_add(wait)))
            }
            Self::Date => {
                // The header's date has only whole seconds, so the end of the wait is rounded up to the next second.
                let until = date_of(now.saturating_add(wait));
                let fraction = u64::from(until.nanosecond());
                let rest = if fraction == 0 { Duration::ZERO } else { Duration::from_nanos(1_000_000_000 - fraction) };
                let date = http_date(until.saturating_add(rest.try_into().unwrap_or_default()));
                Some((date, now.saturating_add(wait).saturating_add(rest)))
            }
        }
    }
}

/// The limit of requests that the emulated service accepts in a window of time from one app in one tenant.
///
/// ```
/// use std::time::Duration;
/// use graph_core::emulator::{RetryAfter, Throttle};
///
/// let throttle = Throttle::intune().window(Duration::from_secs(5)).writes(10).retry_after(RetryAfter::Fractional);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Throttle {
    writes: usize,
    requests: usize,
    window: Duration,
    pub(super) form: RetryAfter,
}

impl Throttle {
    /// Returns the documented limits of Intune's device configurations: 100 writes and 1,000 requests of any kind in 20 seconds
    /// ([throttling limits](https://learn.microsoft.com/graph/throttling-limits#intune-service-limits)).
    pub const fn intune() -> Self {
        Self { writes: 100, requests: 1000, window: Duration::from_secs(20), form: RetryAfter::Seconds }
    }

    /// Sets how many writes (POST, PATCH, PUT and DELETE) the emulator accepts in a window. Writes inside a batch count too.
    #[must_use]
    pub const fn writes(self, writes: usize) -> Self {
        Self { writes, ..self }
    }

    /// Sets how many requests of any kind the emulator accepts in a window.
    #[must_use]
    pub const fn requests(self, requests: usize) -> Self {
        Self { requests, ..self }
    }

    /// Sets the length of the sliding window of time.
    #[must_use]
    pub const fn window(self, window: Duration) -> Self {
        Self { window, ..self }
    }

    /// Sets the form of the `Retry-After` header in the response to a throttled request.
    #[must_use]
    pub const fn retry_after(self, form: RetryAfter) -> Self {
        Self { form, ..self }
    }
}

/// Enforces a throttle: keeps the times of the accepted requests.
#[derive(Debug)]
pub(super) struct Gate {
    pub(super) throttle: Throttle,
    writes: VecDeque<Duration>,
    requests: VecDeque<Duration>,
}

impl Gate {
    pub(super) fn new(throttle: Throttle) -> Self {
        Self { throttle, writes: VecDeque::new(), requests: VecDeque::new() }
    }

    /// Accepts a request if the current window has room for it. `write` says whether the request is a write.
    ///
    /// # Errors
    /// Fails with the time until there is room for the request.
    pub(super) fn enter(&mut self, now: Duration, write: bool) -> Result<(), Duration> {
        let Throttle { writes, requests, window, .. } = self.throttle;
        let full = |entered: &mut VecDeque<Duration>, limit: usize| {
            while entered.front().is_some_and(|at| at.saturating_add(window) <= now) {
                entered.pop_front();
            }
            match entered.front() {
                _ if entered.len() < limit => None,
                Some(oldest) => Some(oldest.saturating_add(window).saturating_sub(now)),
                None => Some(window),
            }
        };
        let waits = [full(&mut self.requests, requests), if write { full(&mut self.writes, writes) } else { None }];
        if let Some(wait) = waits.into_iter().flatten().max() {
            return Err(wait);
        }
        self.requests.push_back(now);
        if write {
            self.writes.push_back(now);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: time::OffsetDateTime = time::OffsetDateTime::UNIX_EPOCH;

    fn promise(form: RetryAfter, now: u64, wait: u64) -> Option<(String, u128)> {
        let millis = Duration::from_millis;
        let promised = form.promise(millis(now), millis(wait), |at| START + at, &mut Random::new(1));
        promised.map(|(text, until)| (text, until.as_millis()))
    }

    #[test]
    fn a_client_that_obeys_never_comes_too_early() {
        assert_eq!(promise(RetryAfter::Seconds, 500, 2001), Some(("3".into(), 3500)));
        assert_eq!(promise(RetryAfter::Seconds, 500, 2000), Some(("2".into(), 2500)));
        assert_eq!(promise(RetryAfter::Fractional, 500, 2128), Some(("2.128".into(), 2628)));
        assert_eq!(promise(RetryAfter::Date, 500, 1600), Some(("Thu, 01 Jan 1970 00:00:03 GMT".into(), 3000)));
        assert_eq!(promise(RetryAfter::Date, 500, 1500), Some(("Thu, 01 Jan 1970 00:00:02 GMT".into(), 2000)));
        assert_eq!(promise(RetryAfter::Missing, 0, 1), None);
    }

    #[test]
    fn the_window_slides() {
        let at = Duration::from_secs;
        let mut gate = Gate::new(Throttle::intune().writes(2).requests(3).window(at(10)));
        assert_eq!((gate.enter(at(0), true), gate.enter(at(4), true)), (Ok(()), Ok(())));
        assert_eq!(gate.enter(at(6), true), Err(at(4)));
        assert_eq!(gate.enter(at(6), false), Ok(()));
        assert_eq!(gate.enter(at(7), false), Err(at(3)), "three requests of any kind");
        assert_eq!(gate.enter(at(10), true), Ok(()));
        assert_eq!(gate.enter(at(10), true), Err(at(4)));
        assert_eq!(Gate::new(Throttle::intune().writes(0)).enter(at(0), true), Err(at(20)));
    }

    #[test]
    fn extreme_waits_do_not_overflow() {
        for form in [RetryAfter::Seconds, RetryAfter::Fractional, RetryAfter::Date, RetryAfter::Any] {
            let date = |_| time::PrimitiveDateTime::MAX.assume_utc();
            let promised = form.promise(Duration::MAX, Duration::MAX, date, &mut Random::new(1));
            assert!(promised.is_none_or(|(_, until)| until == Duration::MAX), "{form:?}");
        }
    }
}
