//! The line of requests that wait for their turn. No request holds a lock while it waits.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::transport::deadline::Deadline;

/// How long a request lets each earlier request in the line go first. An earlier request that is not sent in this time counts as one that
/// nobody polls.
const GRACE: Duration = Duration::from_millis(10);

/// The answer to a request that waits for its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The request may be sent now, and is counted as sent.
    Now,
    /// The turn would come after the deadline.
    TooLate,
}

/// Decides when each request may be sent. The requests are polled independently, and some of them may not be polled at all.
///
/// Only requests that were sent use up the limit. The first request in line is sent as soon as the limit allows. Every other request waits
/// until the limit allows the most expensive of the requests up to itself, and then one [grace](GRACE) for each request before it. So small
/// requests do not keep using up the room that a batch waits for.
pub(super) struct Line {
    limits: Limits,
    state: Mutex<State>,
}

/// The settings of a `Line`.
struct Limits {
    window: Duration,
    limit: u32,
    /// How many requests may be sent at once after a time without requests.
    burst: u32,
    /// The time after which one more request may be sent, once the burst is used up.
    interval: Duration,
    /// [`GRACE`] or the interval, whichever is shorter, so that a request that is not polled delays the line by its own turn at most.
    grace: Duration,
}

struct State {
    /// The requests of the last window: the time and the cost of each.
    sent: VecDeque<(Instant, u32)>,
    /// The cost of all requests in `sent`.
    used: u64,
    /// The time at which the window last stopped being too full for a waiting request.
    room_since: Instant,
    /// The time at which the whole burst is available again.
    full_at: Instant,
    /// The waiting requests in the order of their arrival.
    waiting: VecDeque<Waiting>,
    /// The cost of all waiting requests.
    waiting_cost: u64,
    next_number: u64,
}

struct Waiting {
    number: u64,
    cost: u32,
    /// Whether a later request took the turn of this request, because nobody polled this request. While this is true, no request waits for
    /// it.
    is_overtaken: bool,
}

/// A request's place in the line. When it is dropped, the request leaves the line.
struct Place<'a> {
    line: &'a Line,
    number: u64,
}

impl Line {
    pub(super) fn new(limit: NonZeroU32, window: Duration) -> Self {
        // 136 years, so that an instant plus the window can be represented.
        let window = window.min(Duration::from_secs(1 << 32));
        let limit = limit.get();
        // One window can contain the whole burst and all the requests that are spread over it, so their sum must not exceed the limit.
        let burst = (limit / 10).max(1);
        let interval = (window / (limit - burst).max(1)).max(Duration::from_nanos(1));
        let limits = Limits { window, limit, burst, interval, grace: GRACE.min(interval) };
        let (sent, waiting, now) = (VecDeque::new(), VecDeque::new(), Instant::now());
        let state = State { sent, used: 0, room_since: now, full_at: now, waiting, waiting_cost: 0, next_number: 0 };
        Self { limits, state: Mutex::new(state) }
    }

    /// Waits for the turn of a request with this cost. Returns [`Turn::TooLate`] as soon as it is certain that the turn comes after the
    /// deadline.
    pub(super) async fn wait(&self, cost: u32, deadline: Option<&Deadline>) -> Turn {
        let Some(place) = self.join(cost, deadline) else { return Turn::TooLate };
        loop {
            match self.check(&place, cost, deadline) {
                Ok(turn) => return turn,
                Err(again) => sleep_until(again).await,
            }
        }
    }

    /// Takes a place at the end of the line. Returns `None` if the turn of that place would come after the deadline.
    fn join(&self, cost: u32, deadline: Option<&Deadline>) -> Option<Place<'_>> {
        let mut state = self.lock();
        let now = Instant::now();
        let ready = state.ready_at(1, now, &self.limits);
        if self.is_late(ready.max(now), state.waiting_cost, deadline) {
            return None;
        }
        let number = state.next_number;
        state.next_number += 1;
        state.waiting.push_back(Waiting { number, cost, is_overtaken: false });
        state.waiting_cost += u64::from(cost);
        Some(Place { line: self, number })
    }

    /// Returns the turn of the request at this place, or, as `Err`, the time at which to check again because the turn is not decided yet.
    fn check(&self, place: &Place<'_>, cost: u32, deadline: Option<&Deadline>) -> Result<Turn, Instant> {
        let mut state = self.lock();
        let now = Instant::now();
        let (ahead, highest_cost) = state.move_up(place, cost);
        let ready = state.ready_at(highest_cost, now, &self.limits);
        // `ahead` is the number of requests, not their cost. Each costs at least one, so the turn comes no earlier than `is_late` assumes.
        if self.is_late(ready.max(now), ahead, deadline) {
            return Ok(Turn::TooLate);
        }
        let turn = later(ready, self.limits.grace, ahead);
        if turn.is_none_or(|turn| now < turn) {
            return Err(turn.unwrap_or(now + GRACE));
        }
        state.ahead_of(place).for_each(|waiting| waiting.is_overtaken = true);
        state.record(cost, now, &self.limits);
        Ok(Turn::Now)
    }

    /// Returns whether a request would miss the deadline if requests with the total cost `ahead` are sent before it, beginning at `ready`.
    fn is_late(&self, ready: Instant, ahead: u64, deadline: Option<&Deadline>) -> bool {
        deadline.is_some_and(|deadline| later(ready, self.limits.interval, ahead).is_none_or(|turn| deadline.at() < turn))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn ahead_of(&mut self, place: &Place<'_>) -> impl Iterator<Item = &mut Waiting> {
        let number = place.number;
        self.waiting.iter_mut().take_while(move |waiting| waiting.number < number)
    }

    /// Marks the request at this place as not overtaken, because it is polled now. Returns the number of requests that it waits for, and
    /// the highest cost of these requests and itself.
    fn move_up(&mut self, place: &Place<'_>, cost: u32) -> (u64, u32) {
        let index = self.index_of(place);
        if let Some(waiting) = self.waiting.get_mut(index) {
            waiting.is_overtaken = false;
        }
        let ahead = self.ahead_of(place).filter(|waiting| !waiting.is_overtaken);
        ahead.fold((0, cost), |(count, highest), waiting| (count + 1, highest.max(waiting.cost)))
    }

    fn index_of(&self, place: &Place<'_>) -> usize {
        self.waiting.partition_point(|waiting| waiting.number < place.number)
    }

    /// Returns the time, past or future, from which a request of this cost may be sent if no other request is sent before it.
    fn ready_at(&mut self, cost: u32, now: Instant, limits: &Limits) -> Instant {
        // A batch that costs more than a burst is sent when the whole burst is available. It uses up more than the burst, so the next
        // request waits longer.
        let missing = limits.burst.saturating_sub(cost.min(limits.burst));
        let spread = self.full_at.checked_sub(limits.interval.saturating_mul(missing)).unwrap_or(self.full_at);
        self.room_at(cost, now, limits).max(spread)
    }

    /// Returns the time, past or future, from which a request of this cost fits into the window.
    fn room_at(&mut self, cost: u32, now: Instant, limits: &Limits) -> Instant {
        let (cost, limit) = (u64::from(cost), u64::from(limits.limit));
        let expiry = |at: Instant| at.checked_add(limits.window).unwrap_or(now);
        while let Some((at, expired)) = self.sent.pop_front_if(|(at, _)| expiry(*at) <= now) {
            if self.used + cost > limit {
                self.room_since = expiry(at);
            }
            self.used -= u64::from(expired);
        }
        let mut used = self.used;
        let mut room_at = self.room_since;
        for (at, expiring) in &self.sent {
            if used + cost <= limit {
                break;
            }
            used -= u64::from(*expiring);
            room_at = expiry(*at);
        }
        room_at
    }

    /// Counts a request of this cost that is sent at `now`.
    fn record(&mut self, cost: u32, now: Instant, limits: &Limits) {
        self.used += u64::from(cost);
        self.sent.push_back((now, cost));
        let start = self.full_at.max(now);
        self.full_at = later(start, limits.interval, u64::from(cost)).unwrap_or(start);
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.line.lock();
        let index = state.index_of(self);
        if let Some(waiting) = state.waiting.remove(index) {
            state.waiting_cost -= u64::from(waiting.cost);
        }
    }
}

/// Returns the instant that is `count` times `step` after `start`, or `None` if it is too far away.
fn later(start: Instant, step: Duration, count: u64) -> Option<Instant> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    start.checked_add(step.checked_mul(count)?)
}
