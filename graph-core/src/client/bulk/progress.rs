//! The progress of a bulk, which lets another bulk resume where the first one stopped.

use std::collections::HashMap;
use std::fmt;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// The set of the keys whose requests have succeeded; see [`Bulk::resume`](super::Bulk::resume).
///
/// Clones share the same set, so a clone can be saved from time to time while a bulk is running. serde writes the keys as a sequence. All
/// keys are held in memory.
///
/// ```
/// use graph_core::client::BulkProgress;
///
/// let progress: BulkProgress<String> = ["a".to_owned()].into_iter().collect();
/// let saved = serde_json::to_string(&progress)?;
/// let restored: BulkProgress<String> = serde_json::from_str(&saved)?;
/// assert!(restored.contains(&"a".to_owned()));
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct BulkProgress<K> {
    /// The keys of the requests that have succeeded. The value of a key is the number of keys that were added before that key.
    done: Arc<Mutex<HashMap<K, usize>>>,
}

impl<K> BulkProgress<K> {
    fn lock(&self) -> MutexGuard<'_, HashMap<K, usize>> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the number of keys in the set.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Returns whether the set has no key, because no request has succeeded yet.
    pub fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }
}

impl<K: Eq + Hash> BulkProgress<K> {
    /// Creates an empty set of keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns whether the request with this key has succeeded.
    pub fn contains(&self, key: &K) -> bool {
        self.lock().contains_key(key)
    }

    fn add(&self, keys: impl IntoIterator<Item = K>) {
        let mut done = self.lock();
        for key in keys {
            let before = done.len();
            done.entry(key).or_insert(before);
        }
    }
}

/// The operations of a [`BulkProgress`] that a bulk needs, as a trait without bounds on the key type.
pub(super) trait CompletionLog<K>: Send {
    /// Returns whether the key was already in the set of succeeded requests when the bulk began.
    fn was_done(&self, key: &K) -> bool;

    /// Adds the key of a request that has succeeded to the set.
    fn record(&self, key: &K);
}

/// The progress that a bulk resumes, and the number of keys in it when the bulk began.
pub(super) struct Resumed<K> {
    progress: BulkProgress<K>,
    start: usize,
}

impl<K> From<&BulkProgress<K>> for Resumed<K> {
    fn from(progress: &BulkProgress<K>) -> Self {
        Self { progress: progress.clone(), start: progress.len() }
    }
}

impl<K: Clone + Eq + Hash + Send> CompletionLog<K> for Resumed<K> {
    fn was_done(&self, key: &K) -> bool {
        self.progress.lock().get(key).is_some_and(|before| *before < self.start)
    }

    fn record(&self, key: &K) {
        self.progress.add([key.clone()]);
    }
}

impl<K> Default for BulkProgress<K> {
    fn default() -> Self {
        Self { done: Arc::default() }
    }
}

impl<K> Clone for BulkProgress<K> {
    fn clone(&self) -> Self {
        Self { done: self.done.clone() }
    }
}

impl<K> fmt::Debug for BulkProgress<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkProgress").field("len", &self.len()).finish()
    }
}

impl<K: Eq + Hash> FromIterator<K> for BulkProgress<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Self {
        let progress = Self::new();
        progress.add(keys);
        progress
    }
}

impl<K: Eq + Hash> Extend<K> for BulkProgress<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        self.add(keys);
    }
}

impl<K: Serialize> Serialize for BulkProgress<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.lock().keys())
    }
}

impl<'de, K: Deserialize<'de> + Eq + Hash> Deserialize<'de> for BulkProgress<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}
