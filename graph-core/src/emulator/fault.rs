//! What goes wrong on purpose: by a script, or at random.

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderValue, StatusCode};

use super::random::Random;
use super::throttle::RetryAfter;

/// Something that goes wrong with one request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Another status, and a wait; the request is not carried out.
    Status {
        /// The status.
        status: StatusCode,
        /// How long the client is asked to wait.
        wait: Duration,
        /// How it is told.
        form: RetryAfter,
    },
    /// A redirect (307) to this address; the request is not carried out.
    Redirect(HeaderValue),
    /// The connection breaks before the request is carried out.
    Reset,
    /// The request is carried out, and then the connection breaks without an answer.
    LostAnswer,
    /// No answer for so long, and then the connection breaks; the request is not carried out.
    Silence(Duration),
    /// The request is carried out, and the connection breaks in the middle of the body of the answer.
    TruncatedBody,
    /// The request is carried out, and the body of the answer takes so long to arrive.
    SlowBody(Duration),
    /// The request is carried out, and the answer has this body instead of its own.
    OtherBody(Bytes),
}

impl Fault {
    /// A status without `Retry-After`.
    pub const fn status(status: StatusCode) -> Self {
        Self::Status { status, wait: Duration::ZERO, form: RetryAfter::Missing }
    }

    /// Whether an item of a batch can meet it: it has no connection of its own.
    fn happens_to_items(&self) -> bool {
        matches!(self, Self::Status { .. })
    }
}

/// A word or two, as the journal has it.
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

/// Which request meets which fault.
pub(super) struct Faults {
    next: VecDeque<Fault>,
    at: BTreeMap<String, VecDeque<Fault>>,
    /// Of 2^32 requests, so many meet one of the kinds.
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

    pub(super) fn script(&mut self, faults: impl IntoIterator<Item = Fault>) {
        self.next.extend(faults);
    }

    pub(super) fn script_at(&mut self, path: String, faults: impl IntoIterator<Item = Fault>) {
        self.at.entry(path).or_default().extend(faults);
    }

    pub(super) fn queued(&self) -> impl Iterator<Item = &Fault> {
        self.next.iter().chain(self.at.values().flatten())
    }

    pub(super) fn clear(&mut self) {
        self.next.clear();
        self.at.clear();
    }

    /// The fault that this request meets, if any.
    pub(super) fn draw(&mut self, path: &str, item: bool) -> Option<Fault> {
        if let Some(scripted) = self.at.get_mut(path) {
            let fault = scripted.pop_front();
            if scripted.is_empty() {
                self.at.remove(path);
            }
            return fault;
        }
        if !item && let Some(fault) = self.next.pop_front() {
            return Some(fault);
        }
        if self.kinds.is_empty() || self.random.next() >> 32 >= self.share {
            return None;
        }
        let kind = self.random.below(self.kinds.len());
        self.kinds.get(kind).filter(|fault| !item || fault.happens_to_items()).cloned()
    }
}

/// Those that are queued: in order, and by path.
impl fmt::Debug for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let next = (!self.next.is_empty()).then_some((&"next", &self.next));
        f.debug_map().entries(next).entries(&self.at).finish()
    }
}
