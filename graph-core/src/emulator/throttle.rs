//! How much the service takes in how short a time, and what becomes of those who do not wait.

use std::collections::hash_map::DefaultHasher;
use std::collections::{HashMap, VecDeque};
use std::hash::{Hash, Hasher};
use std::time::Duration;

use bytes::Bytes;
use http::Request;

use super::answer::http_date;
use super::random::Random;

/// The forms in which Graph tells how long to wait, all of which are seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetryAfter {
    /// Whole seconds: `3`.
    #[default]
    Seconds,
    /// Seconds with a fraction: `2.128`.
    Fractional,
    /// A date: `Thu, 01 Jan 2026 12:00:03 GMT`.
    Date,
    /// No header: the client is left to guess.
    Missing,
    /// One of the others, at random.
    Any,
}

impl RetryAfter {
    /// The header's text, and when a client that obeys it calls again at the earliest, in time since the service's start.
    pub(super) fn promise(
        self,
        now: Duration,
        wait: Duration,
        date_of: impl Fn(Duration) -> time::OffsetDateTime,
        random: &mut Random,
    ) -> Option<(String, Duration)> {
        let seconds = |wait: Duration| wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        match self {
            Self::Any => {
                let forms = [Self::Seconds, Self::Fractional, Self::Date, Self::Missing];
                let form = forms.get(random.below(forms.len())).copied().unwrap_or_default();
                form.promise(now, wait, date_of, random)
            }
            Self::Missing => None,
            Self::Seconds => Some((seconds(wait).to_string(), now.saturating_add(Duration::from_secs(seconds(wait))))),
            Self::Fractional => {
                let millis = wait.as_nanos().div_ceil(1_000_000);
                let wait = Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX));
                Some((format!("{}.{:03}", wait.as_secs(), wait.subsec_millis()), now.saturating_add(wait)))
            }
            Self::Date => {
                // A date has whole seconds, and the service does not start at one.
                let until = date_of(now.saturating_add(wait));
                let missing = until.nanosecond();
                let rest = if missing == 0 { Duration::ZERO } else { Duration::from_nanos(1_000_000_000 - u64::from(missing)) };
                Some((http_date(until.saturating_add(rest.try_into().unwrap_or_default())), now.saturating_add(wait + rest)))
            }
        }
    }
}

/// How much the service takes from one app in one tenant.
///
/// ```
/// use std::time::Duration;
/// use graph_core::emulator::{RetryAfter, Throttle};
///
/// let throttle = Throttle::intune().window(Duration::from_secs(5)).writes(10).retry_after(RetryAfter::Fractional);
/// ```
#[derive(Clone, Debug)]
pub struct Throttle {
    writes: usize,
    requests: usize,
    window: Duration,
    pub(super) form: RetryAfter,
}

impl Throttle {
    /// What Intune documents for device configurations: 100 writes and 1,000 requests of any kind in 20 seconds.
    pub const fn intune() -> Self {
        Self { writes: 100, requests: 1000, window: Duration::from_secs(20), form: RetryAfter::Seconds }
    }

    /// Takes so many writes (POST, PATCH, PUT and DELETE) in a window, items of batches included.
    #[must_use]
    pub const fn writes(self, writes: usize) -> Self {
        Self { writes, ..self }
    }

    /// Takes so many requests of any kind in a window.
    #[must_use]
    pub const fn requests(self, requests: usize) -> Self {
        Self { requests, ..self }
    }

    /// Sets the length of the window, which slides.
    #[must_use]
    pub const fn window(self, window: Duration) -> Self {
        Self { window, ..self }
    }

    /// Chooses the form of `Retry-After`.
    #[must_use]
    pub const fn retry_after(self, form: RetryAfter) -> Self {
        Self { form, ..self }
    }
}

/// A throttle at work: when it let whom in.
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

    /// Lets a request in, or says how long until there is room for it.
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

/// Which requests were told to wait, and until when.
#[derive(Debug, Default)]
pub(super) struct Waits {
    waits: HashMap<u64, Wait>,
    /// Those that began with the request that is being answered.
    begun: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    pub(super) until: Duration,
    length: Duration,
}

impl Waits {
    /// A request that came before its time: how much too early. It waits anew from now on.
    pub(super) fn early(&mut self, request: u64, now: Duration) -> Option<Duration> {
        let wait = self.waits.get_mut(&request)?;
        if wait.until <= now {
            self.waits.remove(&request);
            return None;
        }
        let early = wait.until - now;
        wait.until = now.saturating_add(wait.length);
        Some(early)
    }

    pub(super) fn until(&self, request: u64) -> Option<Duration> {
        self.waits.get(&request).map(|wait| wait.until)
    }

    pub(super) fn begin(&mut self, request: u64, now: Duration, until: Duration) {
        const MANY: usize = 100_000;
        if self.waits.len() >= MANY {
            self.waits.retain(|_, wait| wait.until > now);
        }
        self.waits.insert(request, Wait { until, length: until.saturating_sub(now) });
        self.begun.push(request);
    }

    /// The answer is out. If it never arrives, nobody has been told to wait.
    pub(super) fn told(&mut self, arrives: bool) {
        for request in self.begun.drain(..).filter(|_| !arrives) {
            self.waits.remove(&request);
        }
    }
}

/// What makes a second try the same request: method, path and body.
pub(super) fn identity(request: &Request<Bytes>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (request.method(), request.uri().path(), request.uri().query(), request.body()).hash(&mut hasher);
    hasher.finish()
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
    fn a_promise_is_never_before_there_is_room() {
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
    fn who_was_not_told_to_wait_is_not_early() {
        let at = Duration::from_secs;
        let mut waits = Waits::default();
        waits.begin(7, at(10), at(13));
        waits.told(true);
        waits.begin(8, at(10), at(13));
        waits.told(false);
        assert_eq!((waits.until(7), waits.until(8)), (Some(at(13)), None));
    }

    #[test]
    fn who_comes_early_waits_anew() {
        let at = Duration::from_secs;
        let mut waits = Waits::default();
        waits.begin(7, at(10), at(13));
        assert_eq!(waits.early(7, at(12)), Some(at(1)));
        assert_eq!(waits.until(7), Some(at(15)));
        assert_eq!(waits.early(7, at(15)), None);
        assert_eq!(waits.until(7), None);
    }
}
