//! What waits to be sent: what is to be sent again, and what another request to the same object keeps back.

use std::collections::{BTreeMap, HashMap, VecDeque};

use http::Method;
use tokio::time::Instant;

use super::send::Load;
use crate::client::batch::Decode;

/// One request of a bulk.
pub(super) struct Item<K, T> {
    pub(super) key: K,
    pub(super) decode: Decode<T>,
    /// How often it failed, refusals aside.
    pub(super) failures: u32,
    pub(super) load: Load,
}

impl Load {
    /// The object that it is about, if it is there already: both versions of the API look at the same ones.
    fn object(&self) -> Option<&str> {
        if self.call.method == Method::POST {
            return None;
        }
        let target = self.call.target.trim_start_matches('/');
        let path = target.split_once('?').map_or(target, |(path, _query)| path);
        Some(path.split_once('/').map_or(path, |(_version, path)| path))
    }
}

/// The requests that were taken from the source and have no result yet: it counts them, and holds those that are not under way.
pub(super) struct Queue<K, T> {
    len: usize,
    again: BTreeMap<(Instant, u64), Item<K, T>>,
    /// Tells apart what is to be sent again at the same time.
    count: u64,
    /// The objects that have a request taken from the source, and the further requests to each.
    objects: HashMap<String, VecDeque<Item<K, T>>>,
    /// Whose turn has come.
    next: VecDeque<Item<K, T>>,
}

impl<K, T> Queue<K, T> {
    pub(super) fn new() -> Self {
        Self { len: 0, again: BTreeMap::new(), count: 0, objects: HashMap::new(), next: VecDeque::new() }
    }

    /// How many requests have not come to their end.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Whether every request has come to its end.
    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Takes a request in; gives it back if it may be sent.
    pub(super) fn admit(&mut self, item: Item<K, T>) -> Option<Item<K, T>> {
        self.len += 1;
        let Some(object) = item.load.object() else { return Some(item) };
        if let Some(waiting) = self.objects.get_mut(object) {
            waiting.push_back(item);
            return None;
        }
        self.objects.insert(object.to_owned(), VecDeque::new());
        Some(item)
    }

    /// A request that has come to its end lets the next one to its object go.
    pub(super) fn finish(&mut self, load: &Load) {
        self.len -= 1;
        let Some(object) = load.object() else { return };
        match self.objects.get_mut(object).and_then(VecDeque::pop_front) {
            Some(next) => self.next.push_back(next),
            None => {
                self.objects.remove(object);
            }
        }
    }

    /// A request is to be sent again, not before then.
    pub(super) fn send_again(&mut self, at: Instant, item: Item<K, T>) {
        self.count += 1;
        self.again.insert((at, self.count), item);
    }

    /// A request that may be sent now.
    pub(super) fn pop(&mut self, now: Instant) -> Option<Item<K, T>> {
        match self.again.first_entry() {
            Some(first) if first.key().0 <= now => Some(first.remove()),
            _ => self.next.pop_front(),
        }
    }

    /// When the next one is to be sent again.
    pub(super) fn next_time(&self) -> Option<Instant> {
        self.again.first_key_value().map(|((at, _), _)| *at)
    }
}
