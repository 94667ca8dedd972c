//! Exponential backoff with jitter.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// Computes the waits between attempts, which double from one attempt to the next. Random jitter keeps clients that were throttled at the
/// same time from retrying at the same time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
}

impl Backoff {
    /// The backoff for [`Batch`](crate::client::Batch) and [`Bulk`](crate::client::Bulk), used if a response has no `Retry-After`.
    pub(crate) const SERVICE: Self = Self { first: Duration::from_secs(1), longest: Duration::from_secs(60) };

    /// Returns the wait before the next attempt, after this many attempts.
    ///
    /// If `retry_after` is given, the wait is that time plus a random time of up to half of `first`. Otherwise the wait is `first` after
    /// one attempt, twice as long after each further attempt, and at most `longest`. A random time, up to half of the wait, is subtracted.
    pub(crate) fn wait(self, retry_after: Option<Duration>, attempts: u32) -> Duration {
        if let Some(retry_after) = retry_after {
            return retry_after.saturating_add(random_up_to(self.first / 2));
        }
        let factor = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        let wait = self.first.saturating_mul(factor).min(self.longest);
        wait / 2 + random_up_to(wait / 2)
    }
}

/// Returns a random duration up to `limit`. Its source, the random keys of the standard library's hash maps, is good enough for jitter.
fn random_up_to(limit: Duration) -> Duration {
    let fraction = RandomState::new().hash_one(()) as f64 / u64::MAX as f64;
    limit.mul_f64(fraction)
}
