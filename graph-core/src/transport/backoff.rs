//! Exponential backoff with jitter.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// Waits that double from one attempt to the next, with jitter: clients that were refused together do not come back together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
}

impl Backoff {
    /// The waits of a batch and of a bulk when the service names none.
    pub(crate) const SERVICE: Self = Self { first: Duration::from_secs(1), longest: Duration::from_secs(60) };

    /// The wait after this many attempts.
    ///
    /// With `retry_after`: that time plus up to half of the first wait. Without: the doubled wait, half of it random.
    pub(crate) fn wait(self, retry_after: Option<Duration>, attempts: u32) -> Duration {
        if let Some(retry_after) = retry_after {
            return retry_after.saturating_add(random_up_to(self.first / 2));
        }
        let factor = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        let wait = self.first.saturating_mul(factor).min(self.longest);
        wait / 2 + random_up_to(wait / 2)
    }
}

/// Random enough for jitter: the keys of the standard library's hash maps, without another dependency.
fn random_up_to(limit: Duration) -> Duration {
    let fraction = RandomState::new().hash_one(()) as f64 / u64::MAX as f64;
    limit.mul_f64(fraction)
}
