//! The emulator's settings, as builder methods.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use time::OffsetDateTime;

use super::clock::Clock;
use super::facade::Emulator;
use super::fault::Fault;
use super::service::{Service, Settings};
use super::throttle::{Gate, Throttle};
use crate::path::GraphPaths;

impl Default for Emulator {
    fn default() -> Self {
        Self::new()
    }
}

impl Emulator {
    /// Creates an emulator that serves no path yet; see [`with`](Self::with).
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
        Self { service: Arc::new(Mutex::new(Service::new(settings, Clock::default(), 0))) }
    }

    fn set(self, change: impl FnOnce(&mut Service)) -> Self {
        change(&mut self.lock());
        self
    }

    /// Serves the paths of `E`. Several entities may share a path; `@odata.type` tells them apart.
    ///
    /// Where a template ends in a placeholder, the path before it is a collection, and the last segment is the object's key. Elsewhere
    /// the key is a GUID that is always the same for the same path.
    ///
    /// An object exists for every id, with blank values, unless [`seeded_only`](Self::seeded_only) is set. A collection lists the
    /// objects that were seeded, created or read.
    #[must_use]
    pub fn with<E: GraphPaths>(self) -> Self {
        self.set(|service| service.routes.add::<E>())
    }

    /// Serves only objects that were [seeded](Self::seed) or created. Others get 404.
    #[must_use]
    pub fn seeded_only(self) -> Self {
        self.set(|service| service.settings.seeded_only = true)
    }

    /// Ignores the key and read-only properties in a body, as many services do, instead of refusing them. A creation cannot choose its
    /// key then.
    #[must_use]
    pub fn ignore_read_only(self) -> Self {
        self.set(|service| service.settings.ignore_read_only = true)
    }

    /// Answers writes with 204 and without a body, unless the client prefers `return=representation`.
    #[must_use]
    pub fn no_content(self) -> Self {
        self.set(|service| service.settings.no_content = true)
    }

    /// Sets the largest number of objects in one page of a collection. The default is 100.
    #[must_use]
    pub fn page_size(self, objects: usize) -> Self {
        self.set(|service| service.settings.page = objects)
    }

    /// Makes next links lead to another host, such as `https://example.com`. A client must not send its token there.
    #[must_use]
    pub fn next_links_to(self, host: impl Into<String>) -> Self {
        self.set(|service| service.settings.next_links = Some(host.into()))
    }

    /// Limits the rate of requests.
    #[must_use]
    pub fn throttle(self, throttle: Throttle) -> Self {
        self.set(|service| service.gate = Some(Gate::new(throttle)))
    }

    /// Answers a batch with a throttled request with 424 instead of 200. The responses inside are the same. Graph has done both.
    #[must_use]
    pub fn throttled_batches_fail(self) -> Self {
        self.set(|service| service.settings.throttled_batches_fail = true)
    }

    /// Injects one of these faults, chosen with equal chances, into this share of all requests, from 0 to 1.
    ///
    /// A request inside a batch meets only [`Fault::Status`]; the batch itself meets all.
    ///
    /// # Panics
    /// When the share is not between 0 and 1, or no fault is given: the test would not test faults.
    #[must_use]
    #[track_caller]
    pub fn random_faults(self, share: f64, kinds: impl IntoIterator<Item = Fault>) -> Self {
        let kinds: Vec<Fault> = kinds.into_iter().collect();
        assert!((0.0..=1.0).contains(&share), "a share of all requests is from 0 to 1, not {share}");
        assert!(!kinds.is_empty(), "there is no fault to meet at random");
        self.set(|service| service.faults.at_random(share, kinds))
    }

    /// Delays every response.
    #[must_use]
    pub fn latency(self, latency: Duration) -> Self {
        self.set(|service| service.settings.latency = latency)
    }

    /// Seeds the random choices: ids, faults and orders. The same seed and requests give the same responses.
    #[must_use]
    pub fn random_seed(self, seed: u64) -> Self {
        self.set(|service| [service.ids, service.order, service.faults.random] = Service::randoms(seed))
    }

    /// Sets the service's time at its start.
    #[must_use]
    pub fn starting_at(self, at: OffsetDateTime) -> Self {
        self.set(|service| service.clock = Clock::starting_at(at))
    }

    /// Sets how many exchanges the journal keeps. It drops the oldest. The default is 10,000.
    #[must_use]
    pub fn journal_capacity(self, exchanges: usize) -> Self {
        self.set(|service| service.settings.journal = exchanges)
    }
}
