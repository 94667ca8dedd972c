//! How long to wait before the next try.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

/// Waits that grow and differ.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Backoff {
    pub(crate) first: Duration,
    pub(crate) longest: Duration,
}

impl Backoff {
    /// After so many tries: what the service asks for and a random bit more, or else between half of twice the last wait and the whole
    /// of it. So clients that were refused together do not come back together.
    pub(crate) fn wait(self, asked: Option<Duration>, tries: u32) -> Duration {
        if let Some(asked) = asked {
            return asked.saturating_add(random_up_to(self.first / 2));
        }
        let factor = 1_u32.checked_shl(tries.saturating_sub(1)).unwrap_or(u32::MAX);
        let wait = self.first.saturating_mul(factor).min(self.longest);
        wait / 2 + random_up_to(wait / 2)
    }
}

/// Spread is all it has to be, so the keys of the standard library's hash maps do.
fn random_up_to(limit: Duration) -> Duration {
    let fraction = RandomState::new().hash_one(()) as f64 / u64::MAX as f64;
    limit.mul_f64(fraction)
}
