//! The journal of the requests that the emulator has received.

use std::collections::{VecDeque, vec_deque};
use std::fmt;
use std::iter::Map;
use std::sync::Arc;

use http::Method;

use super::exchange::Exchange;
use crate::model::partial::Partial;
use crate::model::path::Path;
use crate::model::structured::Structured;

/// The requests that an [`Emulator`](super::facade::Emulator) has received, oldest first, without tokens.
///
/// A journal is a snapshot: later requests are not added. Its `Display` text is the same in every run, so that a test can compare it with a
/// golden file.
///
/// ```
/// use graph_core::emulator::Emulator;
///
/// let emulator = Emulator::new();
/// for exchange in &emulator.journal() {
///     println!("{} {}", exchange.method(), exchange.url());
/// }
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Journal {
    exchanges: VecDeque<Arc<Exchange>>,
    total: u64,
    violations: u64,
}

impl Journal {
    pub(super) fn record(&mut self, exchange: Exchange, capacity: usize) {
        self.total += 1;
        self.violations += u64::from(exchange.violation.is_some());
        while self.exchanges.len() >= capacity.max(1) {
            self.exchanges.pop_front();
        }
        if capacity > 0 {
            self.exchanges.push_back(Arc::new(exchange));
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Iterates over the requests in the journal and their outcomes, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Exchange> + ExactSizeIterator {
        self.into_iter()
    }

    /// Returns the number of requests in the journal.
    pub fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// Returns the number of all requests, including those that the journal has dropped.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Returns how many of [all requests](Self::total) broke a rule of Graph; see [`Violation`](super::exchange::Violation).
    pub fn violations(&self) -> u64 {
        self.violations
    }

    /// Returns `true` if the journal is empty.
    pub fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
    }

    /// Returns the latest request and its outcome.
    pub fn last(&self) -> Option<&Exchange> {
        self.iter().next_back()
    }

    /// Iterates over the requests to this path, without regard to the query.
    pub fn at<'a, E>(&'a self, path: &Path<E>) -> impl Iterator<Item = &'a Exchange> + use<'a, E> {
        let url = format!("/{}{}", path.version(), path.as_str());
        self.iter().filter(move |exchange| exchange.url.path() == url)
    }

    /// Returns the `PATCH` bodies that were applied to entities of type `E`, with exactly the properties that were sent. Includes an
    /// applied body even if the client never received the response.
    pub fn patched<E: Structured>(&self) -> Vec<Partial<E>> {
        let applied = |exchange: &&Exchange| {
            exchange.applied && exchange.method == Method::PATCH && exchange.entity == Some(E::DECLARATION.name)
        };
        let patch = |exchange: &Exchange| Partial::read(exchange.json()?).ok();
        self.iter().filter(applied).filter_map(patch).collect()
    }
}

impl<'a> IntoIterator for &'a Journal {
    type Item = &'a Exchange;
    type IntoIter = Map<vec_deque::Iter<'a, Arc<Exchange>>, fn(&'a Arc<Exchange>) -> &'a Exchange>;

    fn into_iter(self) -> Self::IntoIter {
        self.exchanges.iter().map(|exchange| exchange.as_ref())
    }
}

impl fmt::Display for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, exchange) in self.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "\n" })?;
            exchange.fmt(f)?;
        }
        Ok(())
    }
}
