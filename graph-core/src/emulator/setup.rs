//! Setting an emulator up.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use time::OffsetDateTime;

use super::Emulator;
use super::clock::Clock;
use super::fault::Fault;
use super::service::{Service, Settings};
use super::throttle::{Gate, Throttle};
use crate::model::path::GraphPaths;

/// 2026-01-01T12:00:00Z, so that a run today and a run tomorrow are the same.
const NOON: time::Duration = time::Duration::seconds(1_767_268_800);

impl Default for Emulator {
    fn default() -> Self {
        Self::new()
    }
}

impl Emulator {
    /// A service without any path; see [`with`](Self::with).
    pub fn new() -> Self {
        let settings = Settings {
            seeded_only: false,
            ignore_read_only: false,
            no_content: false,
            throttled_batches_fail: false,
            page: 100,
            next_links: None,
            latency: Duration::ZERO,
            journal: 10_000,
        };
        let clock = Clock::starting_at(OffsetDateTime::UNIX_EPOCH + NOON);
        Self { service: Arc::new(Mutex::new(Service::new(settings, clock, 0))) }
    }

    fn set(self, change: impl FnOnce(&mut Service)) -> Self {
        change(&mut self.lock());
        self
    }

    /// Serves the paths of `E`. Several entities may share a path: they are told apart by their tags.
    ///
    /// Where a template ends in a placeholder, the path before it is the collection of these objects.
    ///
    /// An object exists for every id, with blank values, until [`seeded_only`](Self::seeded_only) says otherwise. The last segment is
    /// its key where the template ends in a placeholder, and else the key is a GUID that the same path always gives. A collection
    /// lists what was seeded, created or asked for.
    #[must_use]
    pub fn with<E: GraphPaths>(self) -> Self {
        self.set(|service| service.routes.add::<E>())
    }

    /// Lets only those objects exist that were [seeded](Self::seed) or created; others get 404.
    #[must_use]
    pub fn seeded_only(self) -> Self {
        self.set(|service| service.settings.seeded_only = true)
    }

    /// Passes over the key and read-only properties in a body, as many services do, instead of refusing them; a creation then does not
    /// choose its key.
    #[must_use]
    pub fn ignore_read_only(self) -> Self {
        self.set(|service| service.settings.ignore_read_only = true)
    }

    /// Answers writes with 204 and no body, unless the client prefers `return=representation`.
    #[must_use]
    pub fn no_content(self) -> Self {
        self.set(|service| service.settings.no_content = true)
    }

    /// Gives at most so many objects in one page of a collection; 100 unless set.
    #[must_use]
    pub fn page_size(self, objects: usize) -> Self {
        self.set(|service| service.settings.page = objects)
    }

    /// Lets next links lead to another host, such as `https://example.com`, where no client may follow with its token.
    #[must_use]
    pub fn next_links_to(self, host: impl Into<String>) -> Self {
        self.set(|service| service.settings.next_links = Some(host.into()))
    }

    /// Takes no more than this.
    #[must_use]
    pub fn throttle(self, throttle: Throttle) -> Self {
        self.set(|service| service.gate = Some(Gate::new(throttle)))
    }

    /// Answers a batch that has a throttled item with 424 and not with 200, the answers inside being the same: Graph has done both.
    #[must_use]
    pub fn throttled_batches_fail(self) -> Self {
        self.set(|service| service.settings.throttled_batches_fail = true)
    }

    /// Lets this share of all requests, from 0 to 1, meet one of these faults, each as often as the others.
    ///
    /// Items of batches meet only those of [`Fault::Status`]; the batch around them meets all.
    ///
    /// # Panics
    /// When the share is not from 0 to 1, or there is no fault: the test would be of something else than it says.
    #[must_use]
    #[track_caller]
    pub fn random_faults(self, share: f64, kinds: impl IntoIterator<Item = Fault>) -> Self {
        let kinds: Vec<Fault> = kinds.into_iter().collect();
        assert!((0.0..=1.0).contains(&share), "a share of all requests is from 0 to 1, not {share}");
        assert!(!kinds.is_empty(), "there is no fault to meet at random");
        self.set(|service| service.faults.at_random(share, kinds))
    }

    /// Lets every answer take so long.
    #[must_use]
    pub fn latency(self, latency: Duration) -> Self {
        self.set(|service| service.settings.latency = latency)
    }

    /// Chooses all that is random: ids, faults, orders. The same number and the same requests give the same answers.
    #[must_use]
    pub fn random_seed(self, seed: u64) -> Self {
        self.set(|service| [service.ids, service.order, service.faults.random] = Service::randoms(seed))
    }

    /// Sets the time at which the service starts.
    #[must_use]
    pub fn starting_at(self, at: OffsetDateTime) -> Self {
        self.set(|service| service.clock = Clock::starting_at(at))
    }

    /// Keeps this many exchanges in the journal, the latest; 10,000 unless set.
    #[must_use]
    pub fn journal_capacity(self, exchanges: usize) -> Self {
        self.set(|service| service.settings.journal = exchanges)
    }
}
