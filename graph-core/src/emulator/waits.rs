//! Requests that must wait because of `Retry-After`, and retries that come too early.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::time::Duration;

use bytes::Bytes;
use http::Request;

/// The requests that got a response with `Retry-After`, by their hash, and the earliest time of their next attempt.
#[derive(Debug, Default)]
pub(super) struct Waits {
    waits: HashMap<u64, Wait>,
    /// The hashes of the requests whose waits began during the current exchange.
    begun: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Wait {
    until: Duration,
    length: Duration,
}

impl Waits {
    /// If the request with this hash comes before the end of its wait, returns the time until that end, and starts the wait again.
    /// Otherwise returns `None`.
    pub(super) fn early(&mut self, request: u64, now: Duration) -> Option<Duration> {
        let wait = self.waits.get_mut(&request)?;
        if wait.until <= now {
            self.waits.remove(&request);
            return None;
        }
        let early = wait.until.saturating_sub(now);
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

    /// Ends the current exchange. If the client never receives the response (`arrives` is false), removes the waits that began in this
    /// exchange.
    pub(super) fn settle(&mut self, arrives: bool) {
        for request in self.begun.drain(..).filter(|_| !arrives) {
            self.waits.remove(&request);
        }
    }
}

/// Returns a hash of a request's method, URL and body. All attempts of a request have the same hash.
pub(super) fn identity(request: &Request<Bytes>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (request.method(), request.uri().path(), request.uri().query(), request.body()).hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_saw_no_answer_is_not_early() {
        let at = Duration::from_secs;
        let mut waits = Waits::default();
        waits.begin(7, at(10), at(13));
        waits.settle(true);
        waits.begin(8, at(10), at(13));
        waits.settle(false);
        assert_eq!((waits.until(7), waits.until(8)), (Some(at(13)), None));
    }

    #[test]
    fn an_early_client_waits_anew() {
        let at = Duration::from_secs;
        let mut waits = Waits::default();
        waits.begin(7, at(10), at(13));
        assert_eq!(waits.early(7, at(12)), Some(at(1)));
        assert_eq!(waits.until(7), Some(at(15)));
        assert_eq!(waits.early(7, at(15)), None);
        assert_eq!(waits.until(7), None);
    }
}
