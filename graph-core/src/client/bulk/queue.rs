//! The waiting requests of a bulk: those to retry later, and those that wait for an earlier request to the same entity.

use std::collections::{BTreeMap, HashMap, VecDeque};

use tokio::time::Instant;

use super::attempt::{Attempt, Pending};

/// Holds the requests of a bulk that wait, and counts all requests that have no result yet, including those under way.
pub(super) struct Queue<K, T> {
    len: usize,
    /// Requests to send again, sorted by the time of the retry and then by `retry_count`.
    retries: BTreeMap<(Instant, u64), Pending<K, T>>,
    /// A counter that makes the keys of `retries` unique when two retries have the same time.
    retry_count: u64,
    /// For each entity that has an unfinished request, by its path: the later requests to the same entity, which wait for the unfinished
    /// one.
    entities: HashMap<String, VecDeque<Pending<K, T>>>,
    /// Requests that waited for an earlier request to the same entity and may be sent now.
    next: VecDeque<Pending<K, T>>,
}

impl<K, T> Queue<K, T> {
    pub(super) fn new() -> Self {
        Self { len: 0, retries: BTreeMap::new(), retry_count: 0, entities: HashMap::new(), next: VecDeque::new() }
    }

    /// Returns the number of requests without a result, waiting or under way.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Returns whether every admitted request has a result.
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a request. Returns the request if it may be sent now; otherwise keeps it until the earlier request to the same entity has a
    /// result.
    pub(super) fn admit(&mut self, pending: Pending<K, T>) -> Option<Pending<K, T>> {
        self.len += 1;
        let Some(entity) = pending.attempt.entity() else { return Some(pending) };
        if let Some(waiting) = self.entities.get_mut(entity) {
            waiting.push_back(pending);
            return None;
        }
        self.entities.insert(entity.to_owned(), VecDeque::new());
        Some(pending)
    }

    /// Records that a request has a result, so that the next request to the same entity may be sent.
    pub(super) fn finish(&mut self, attempt: &Attempt) {
        self.len -= 1;
        let Some(entity) = attempt.entity() else { return };
        match self.entities.get_mut(entity).and_then(VecDeque::pop_front) {
            Some(next) => self.next.push_back(next),
            None => {
                self.entities.remove(entity);
            }
        }
    }

    /// Queues a request to be sent again at `at`.
    pub(super) fn retry_at(&mut self, at: Instant, pending: Pending<K, T>) {
        self.retry_count += 1;
        self.retries.insert((at, self.retry_count), pending);
    }

    /// Removes and returns a request that may be sent now: first a retry that is due, then a request whose predecessor has finished.
    pub(super) fn pop(&mut self, now: Instant) -> Option<Pending<K, T>> {
        match self.retries.first_entry() {
            Some(first) if first.key().0 <= now => Some(first.remove()),
            _ => self.next.pop_front(),
        }
    }

    /// Returns the time of the earliest queued retry.
    pub(super) fn next_retry(&self) -> Option<Instant> {
        self.retries.first_key_value().map(|((at, _), _)| *at)
    }
}
