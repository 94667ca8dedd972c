//! Faults that are injected into requests, either queued or at random.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, StatusCode};

use super::random::Random;
use super::throttle::RetryAfter;

/// A fault that the emulator injects into one request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// The request is not carried out. The response has this HTTP status, and a `Retry-After` header if `form` is not `Missing`.
    Status {
        /// The HTTP status of the response.
        status: StatusCode,
        /// The time that the `Retry-After` header asks the client to wait.
        wait: Duration,
        /// The form of the `Retry-After` header, such as seconds or a date.
        form: RetryAfter,
    },
    /// The request is not carried out. The response is a redirect (307) with this `Location`.
    Redirect(HeaderValue),
    /// The connection breaks before the request is carried out.
    Reset,
    /// The request is carried out. The connection breaks before the response.
    LostAnswer,
    /// The request is not carried out. The connection stays silent for this time, then breaks.
    Silence(Duration),
    /// The request is carried out. The connection breaks in the middle of the response's body.
    TruncatedBody,
    /// The request is carried out. The response's body takes this long to arrive.
    SlowBody(Duration),
    /// The request is carried out. The response has this body instead of its own.
    OtherBody(Bytes),
}

impl Fault {
    /// Returns a fault whose response has this HTTP status, without `Retry-After`.
    pub const fn status(status: StatusCode) -> Self {
        Self::Status { status, wait: Duration::ZERO, form: RetryAfter::Missing }
    }

    /// Returns `true` if a request inside a batch can get this fault. Other faults affect a connection, but a request inside a batch has no
    /// connection of its own.
    fn fits_batch_part(&self) -> bool {
        matches!(self, Self::Status { .. })
    }
}

/// Writes the name of the fault in one or two words, as in the journal.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Status { .. } => "status",
            Self::Redirect(_) => "redirect",
            Self::Reset => "reset",
            Self::LostAnswer => "lost answer",
            Self::Silence(_) => "silence",
            Self::TruncatedBody => "truncated body",
            Self::SlowBody(_) => "slow body",
            Self::OtherBody(_) => "other body",
        })
    }
}

/// The faults that are queued by tests, and the faults that are injected at random.
pub(super) struct Faults {
    next: VecDeque<Fault>,
    at: BTreeMap<String, VecDeque<Fault>>,
    /// The share of requests that get a random fault, as a fraction of 2^32.
    share: u64,
    kinds: Vec<Fault>,
    pub(super) random: Random,
}

impl Faults {
    pub(super) fn new(random: Random) -> Self {
        Self { next: VecDeque::new(), at: BTreeMap::new(), share: 0, kinds: Vec::new(), random }
    }

    pub(super) fn at_random(&mut self, share: f64, kinds: Vec<Fault>) {
        self.share = (share * 4_294_967_296.0) as u64;
        self.kinds = kinds;
    }

    pub(super) fn queue(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.next.extend(faults);
    }

    pub(super) fn queue_at(&mut self, path: String, faults: impl IntoIterator<Item = Fault>) {
        self.at.entry(path).or_default().extend(faults);
    }

    pub(super) fn queued(&self) -> impl Iterator<Item = &Fault> {
        self.next.iter().chain(self.at.values().flatten())
    }

    pub(super) fn clear(&mut self) {
        self.next.clear();
        self.at.clear();
    }

    /// Removes and returns the fault for a request to this URL path, if any. `part` means that the request is inside a batch. If such a
    /// request cannot get the first fault in the queue, the fault stays there, and [`queued`](Self::queued) returns it.
    pub(super) fn draw(&mut self, path: &str, part: bool) -> Option<Fault> {
        let fits = |fault: &Fault| !part || fault.fits_batch_part();
        if let Some(queue) = self.at.get_mut(path).filter(|queue| queue.front().is_some_and(fits)) {
            let fault = queue.pop_front();
            if queue.is_empty() {
                self.at.remove(path);
            }
            return fault;
        }
        if !part && let Some(fault) = self.next.pop_front() {
            return Some(fault);
        }
        if self.kinds.is_empty() || self.random.next() >> 32 >= self.share {
            return None;
        }
        let kind = self.random.below(self.kinds.len());
        self.kinds.get(kind).filter(|fault| fits(fault)).cloned()
    }
}

/// Lists the queued faults: first those of `fail_next` in order, then those of `fail_at` by path.
impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let next = (!self.next.is_empty()).then_some((&"next", &self.next));
        f.debug_map().entries(next).entries(&self.at).finish()
    }
}
