//! The requests of a bulk that wait: to be sent again, or behind an earlier request to the same entity.

use std::collections::{BTreeMap, HashMap, VecDeque};

use tokio::time::Instant;

use super::attempt::{Attempt, Pending};

/// Counts the requests that were taken from the source and have no result, and holds those that are not under way.
pub(super) struct Queue<K, T> {
    len: usize,
    /// Requests to be sent again, by time.
    retries: BTreeMap<(Instant, u64), Pending<K, T>>,
    /// Tells apart retries at the same time.
    retry_count: u64,
    /// The entities that have a request, and further requests to each.
    entities: HashMap<String, VecDeque<Pending<K, T>>>,
    /// Requests that no longer have an earlier one to the same entity.
    next: VecDeque<Pending<K, T>>,
}

impl<K, T> Queue<K, T> {
    pub(super) fn new() -> Self {
        Self { len: 0, retries: BTreeMap::new(), retry_count: 0, entities: HashMap::new(), next: VecDeque::new() }
    }

    /// The number of requests without a result.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Whether every request has its result.
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a request and returns it if it may be sent now.
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

    /// Records that a request has its result, so that the next one to the same entity may be sent.
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

    /// Has a request sent again at this time.
    pub(super) fn retry_at(&mut self, at: Instant, pending: Pending<K, T>) {
        self.retry_count += 1;
        self.retries.insert((at, self.retry_count), pending);
    }

    /// Takes a request that may be sent now.
    pub(super) fn pop(&mut self, now: Instant) -> Option<Pending<K, T>> {
        match self.retries.first_entry() {
            Some(first) if first.key().0 <= now => Some(first.remove()),
            _ => self.next.pop_front(),
        }
    }

    /// The time of the first retry.
    pub(super) fn next_retry(&self) -> Option<Instant> {
        self.retries.first_key_value().map(|((at, _), _)| *at)
    }
}
