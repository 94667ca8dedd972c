//! The emulator as tests use it: seeds, clients, faults, tokens and the journal.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Request, Uri};
use time::OffsetDateTime;

use super::check::is_annotation;
use super::delivery::Delivery;
use super::fault::Fault;
use super::journal::Journal;
use super::object::settle_key;
use super::routes::{Place, Resource};
use super::service::Service;
use super::url::RequestUrl;
use crate::auth::credential::StaticToken;
use crate::auth::secret::Secret;
use crate::client::Client;
use crate::model::json::Json;
use crate::model::path::{GraphPaths, Path};
use crate::model::reader::ReadMode;
use crate::model::write::{WriteMode, value_json};
use crate::transport::{ResponseFuture, Transport, TransportError, TransportErrorKind};

/// An in-process Graph for tests; see the [module](super).
///
/// Clones share one state. As a [`Transport`] it answers for the hosts of Graph and its national clouds, and for the loopback
/// addresses. A request to another host fails, and a token in it is a [violation](super::exchange::Violation::TokenSentAway).
///
/// Time starts at 2026-01-01T12:00:00Z and follows tokio's clock, which stands still in a paused runtime.
#[derive(Clone)]
pub struct Emulator {
    pub(super) service: Arc<Mutex<Service>>,
}

impl Emulator {
    /// Stores an entity at a path, and serves the paths of `E` from then on. It replaces the entity stored there before.
    ///
    /// A blank key takes its value from the path.
    ///
    /// # Panics
    /// When the entity's key differs from the key in the path. No service has such an object, so the test is wrong.
    #[track_caller]
    pub fn seed<E: GraphPaths>(&self, path: &Path<E>, entity: &E) {
        self.seed_all([(path, entity)]);
    }

    /// [Seeds](Self::seed) many entities.
    ///
    /// # Panics
    /// As [`seed`](Self::seed) does. The entities before the wrong one are stored.
    #[track_caller]
    #[expect(clippy::panic, reason = "a mistake in the test, which should fail at the line that seeds")]
    pub fn seed_all<'a, E: GraphPaths>(&self, entities: impl IntoIterator<Item = (&'a Path<E>, &'a E)>) {
        let mut service = self.lock();
        service.routes.add::<E>();
        for (path, entity) in entities {
            if let Err(problem) = service.seed(path, entity) {
                panic!("/{}{path} cannot be seeded: {problem}", path.version());
            }
        }
    }

    /// Returns the entity stored at a path: one that was seeded, created or read before.
    pub fn stored<E: GraphPaths>(&self, path: &Path<E>) -> Option<E> {
        let service = self.lock();
        let place = service.place(path)?;
        let body = service.objects.get(&place.key)?.as_ref()?.body();
        E::read(Json::Object(body), ReadMode::Full).ok()
    }

    /// Returns the service's time.
    pub fn now(&self) -> OffsetDateTime {
        let mut service = self.lock();
        let elapsed = service.clock.elapsed();
        service.clock.at(elapsed)
    }

    /// Moves the service's time forward, without the client's.
    pub fn advance(&self, by: Duration) {
        self.lock().clock.advance(by);
    }

    /// Accepts a token with these permissions, for [`client_with`](Self::client_with). From then on a token that was not granted is
    /// refused, including that of [`client`](Self::client).
    ///
    /// An entity's declaration lists the permissions it needs. A request passes with any one of them; to read, the `Read` form of a
    /// `ReadWrite` permission is enough. Other requests get 403, with the names of the permissions.
    pub fn grant<P: Into<String>>(&self, token: impl Into<String>, permissions: impl IntoIterator<Item = P>) {
        self.lock().access.grant(token.into(), permissions.into_iter().map(P::into).collect());
    }

    /// Expires a token: its requests get 401.
    pub fn expire(&self, token: impl Into<String>) {
        self.lock().access.expire(token.into());
    }

    /// Challenges a token: its requests get 401 with these claims, in base64
    /// ([continuous access evaluation](https://learn.microsoft.com/entra/identity-platform/claims-challenge)).
    pub fn challenge(&self, token: impl Into<String>, claims: &str) {
        self.lock().access.challenge(token.into(), claims);
    }

    /// Queues faults for the next requests, one each.
    ///
    /// ```
    /// use graph_core::emulator::{Emulator, Fault};
    /// use graph_core::http::StatusCode;
    ///
    /// let emulator = Emulator::new();
    /// emulator.fail_next([Fault::LostAnswer, Fault::status(StatusCode::SERVICE_UNAVAILABLE)]);
    /// assert_eq!(emulator.queued_faults().len(), 2);
    /// ```
    pub fn fail_next(&self, faults: impl IntoIterator<Item = Fault>) {
        self.lock().faults.queue(faults);
    }

    /// Queues faults for the next requests to a path, one each, requests inside a batch included.
    ///
    /// A request inside a batch meets only [`Fault::Status`]. Another fault waits for a request outside a batch, and so do those
    /// queued behind it.
    pub fn fail_at<E>(&self, path: &Path<E>, faults: impl IntoIterator<Item = Fault>) {
        self.lock().faults.queue_at(format!("/{}{}", path.version(), path.as_str()), faults);
    }

    /// Returns the faults of [`fail_next`](Self::fail_next) and [`fail_at`](Self::fail_at) that no request has met yet, those of
    /// `fail_next` first. A test should end with none left: otherwise it has not tested the fault.
    ///
    /// The emulator's `Debug` also shows the paths of the faults.
    pub fn queued_faults(&self) -> Vec<Fault> {
        self.lock().faults.queued().cloned().collect()
    }

    /// Removes the [queued faults](Self::queued_faults).
    pub fn clear_faults(&self) {
        self.lock().faults.clear();
    }

    /// Returns a snapshot of the journal: all requests so far.
    pub fn journal(&self) -> Journal {
        self.lock().journal.clone()
    }

    /// Empties the journal.
    pub fn clear_journal(&self) {
        self.lock().journal.clear();
    }

    /// Returns a client of this emulator, in memory, with the token `emulated`.
    ///
    /// Once a token was [granted](Self::grant), this one is refused unless it is granted too; see
    /// [`client_with`](Self::client_with).
    pub fn client(&self) -> Client {
        self.client_with("emulated")
    }

    /// Returns a client of this emulator, in memory, with this token.
    ///
    /// ```
    /// # use graph_core::emulator::Emulator;
    /// let emulator = Emulator::new();
    /// emulator.grant("reader", ["DeviceManagementConfiguration.Read.All"]);
    /// let graph = emulator.client_with("reader");
    /// ```
    pub fn client_with(&self, token: impl Into<Secret>) -> Client {
        Client::new(self.clone(), StaticToken::new(token))
    }

    /// Answers a request, whatever its host.
    pub(super) fn answer(&self, request: Request<Bytes>) -> Delivery {
        self.lock().exchange(request)
    }

    /// Locks the state. A panic elsewhere leaves it usable, because each request changes it in one step, at its end.
    pub(super) fn lock(&self) -> MutexGuard<'_, Service> {
        self.service.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service {
    fn seed<E: GraphPaths>(&mut self, path: &Path<E>, entity: &E) -> Result<(), String> {
        let Json::Object(members) = value_json(&entity.view(), WriteMode::FULL) else { return Ok(()) };
        let Some(place) = self.place(path) else { return Ok(()) };
        let tagged = members.get("@odata.type").and_then(Json::as_str).and_then(|tag| place.route.entity(tag));
        let untagged = || E::TYPE.declaration().and_then(|declared| place.route.entity(declared.name));
        if let Some(entity) = tagged.or_else(untagged) {
            let mut members = members.into_iter().filter(|(name, _)| !is_annotation(name)).collect();
            settle_key(entity, &mut members, &place.key, place.route.ends_in_key())?;
            self.store(&place, entity, members);
        }
        Ok(())
    }

    /// Returns the place of an object.
    fn place<E>(&self, path: &Path<E>) -> Option<Place> {
        let url = RequestUrl::parse(&format!("/{}{}", path.version(), path.as_str()), None).ok()?;
        self.routes.find(&url).ok().filter(|place| place.resource == Resource::Object && place.tail.is_empty())
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let service = self.lock();
        f.debug_struct("Emulator")
            .field("objects", &service.objects.len())
            .field("journal", &service.journal.len())
            .field("queued_faults", &service.faults)
            .finish()
    }
}

impl Transport for Emulator {
    fn send(&self, request: Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(async move {
            if answers_for(request.uri()) {
                return self.answer(request).in_memory().await;
            }
            if request.headers().contains_key(AUTHORIZATION) {
                self.lock().sent_away(request);
            }
            Err(TransportError::new(TransportErrorKind::Connect, None))
        })
    }
}

/// Whether the emulator answers for the host, and the scheme keeps the token secret on the way.
fn answers_for(url: &Uri) -> bool {
    const GRAPH: [&str; 4] =
        ["graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"];
    const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
    let host = url.host().unwrap_or_default();
    LOOPBACK.contains(&host) || (GRAPH.contains(&host) && url.scheme_str() == Some("https"))
}
