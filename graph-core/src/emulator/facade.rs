//! The emulator's interface for tests: seeds, clients, faults, tokens and the journal.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::Request;
use http::header::AUTHORIZATION;
use time::OffsetDateTime;

use super::alternate::assign;
use super::delivery::Delivery;
use super::fault::Fault;
use super::journal::Journal;
use super::library::MediaPlace;
use super::object::settle_key;
use super::paging::key_of;
use super::routes::{Place, Resource};
use super::service::Service;
use super::url::{RequestUrl, answers_for};
use crate::auth::credential::StaticToken;
use crate::auth::secret::Secret;
use crate::client::Client;
use crate::model::json::Json;
use crate::model::path::{GraphPaths, Path};
use crate::model::reader::ReadMode;
use crate::model::structured::GraphEntity;
use crate::model::write::{WriteMode, value_json};
use crate::transport::{ResponseFuture, Transport, TransportError, TransportErrorKind};

/// An in-process emulation of Graph for tests; see the [module](super).
///
/// Clones share the same state. As a [`Transport`], an emulator answers requests to the hosts of Graph and its national clouds, and to
/// loopback addresses. A request to another host fails; if it contains a token, that is a
/// [violation](super::exchange::Violation::TokenSentAway).
///
/// The clock starts at 2026-01-01T12:00:00Z and follows tokio's clock, which stops while a runtime is paused.
#[derive(Clone)]
pub struct Emulator {
    pub(super) service: Arc<Mutex<Service>>,
}

impl Emulator {
    /// Stores an entity at a path, in place of any entity already stored there. From then on, the emulator serves the paths of `E`.
    ///
    /// If the entity's key is blank, it is set to the key in the path.
    ///
    /// # Panics
    /// Panics if the entity's key differs from the key in the path, because no service has such an object.
    #[track_caller]
    pub fn seed<E: GraphEntity + GraphPaths>(&self, path: &Path<E>, entity: &E) {
        self.seed_all([(path, entity)]);
    }

    /// Stores many entities, each like [`seed`](Self::seed).
    ///
    /// # Panics
    /// Panics if an entity's key differs from the key in its path. The entities before that one are then already stored.
    #[track_caller]
    #[expect(clippy::panic, reason = "a mistake in the test, which should fail at the line that seeds")]
    pub fn seed_all<'a, E: GraphEntity + GraphPaths>(&self, entities: impl IntoIterator<Item = (&'a Path<E>, &'a E)>) {
        let mut service = self.lock();
        service.routes.add::<E>();
        for (path, entity) in entities {
            if let Err(problem) = service.seed(path, entity) {
                panic!("/{}{path} cannot be seeded: {problem}", path.version());
            }
        }
    }

    /// Returns the entity stored at a path, if it was seeded, created or read before.
    pub fn stored<E: GraphEntity + GraphPaths>(&self, path: &Path<E>) -> Option<E> {
        let service = self.lock();
        let place = service.follow(service.place(path)?);
        let body = service.objects.get(&place.key)?.body();
        E::read(Json::Object(body), ReadMode::Full).ok()
    }

    /// Deletes the entity at a path, as a `DELETE` request does. Returns `false` if no entity is stored there.
    pub fn remove<E: GraphEntity + GraphPaths>(&self, path: &Path<E>) -> bool {
        let mut service = self.lock();
        let Some(place) = service.place(path).map(|place| service.follow(place)) else { return false };
        let is_removed = service.objects.remove(&place.key);
        service.unlink(&place.key);
        is_removed
    }

    /// Makes all delta and skip tokens of delta queries expire. A request with one of them gets 410, with the URL of the query without a
    /// token in `Location`. The error code is `syncStateNotFound`, or `resyncRequired` for the items of a drive or a list
    /// ([synchronization reset](https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset)).
    pub fn expire_delta_tokens(&self) {
        self.lock().generation += 1;
    }

    /// Stores content at a path: that of an object's `$value`, of its `content`, or of a property of the type `Edm.Stream`.
    ///
    /// ```
    /// # use graph_core::emulator::Emulator;
    /// # use graph_core::{GraphEntity, graph_ids, graph_paths};
    /// graph_ids! { pub UserId; }
    ///
    /// #[derive(Clone, Debug, GraphEntity)]
    /// #[graph(odata_type = "microsoft.graph.profilePhoto")]
    /// #[graph_paths(v1, photo = "/users/{userId}/photo/$value")]
    /// pub struct ProfilePhoto {
    ///     #[graph(key)]
    ///     pub id: String,
    /// }
    ///
    /// let emulator = Emulator::new().with::<ProfilePhoto>();
    /// let photo = ProfilePhoto::v1().photo(&UserId::new("ada")?);
    /// emulator.store_content(&photo, "image/png", b"\x89PNG".as_slice());
    /// assert_eq!(emulator.stored_content(&photo).as_deref(), Some(b"\x89PNG".as_slice()));
    /// # Ok::<(), graph_core::model::IdError>(())
    /// ```
    ///
    /// # Panics
    /// Panics if the emulator does not serve content at the path.
    #[track_caller]
    #[expect(clippy::panic, reason = "a mistake in the test, which should fail at the line that stores")]
    pub fn store_content<T>(&self, path: &Path<T>, content_type: &str, content: impl Into<Bytes>) {
        let mut service = self.lock();
        match service.media_place(path) {
            Some(media) => drop(service.store_content(media.key, content_type.to_owned(), content.into())),
            None => panic!("/{}{path} leads to no content: serve its type with `with`", path.version()),
        }
    }

    /// Returns the content at a path, if it was stored or uploaded before.
    pub fn stored_content<T>(&self, path: &Path<T>) -> Option<Bytes> {
        let service = self.lock();
        let key = service.media_place(path)?.key;
        service.library.contents.get(&key).map(|content| content.bytes.clone())
    }

    /// Returns the current time of the emulated service.
    pub fn now(&self) -> OffsetDateTime {
        let mut service = self.lock();
        let elapsed = service.clock.elapsed();
        service.clock.at(elapsed)
    }

    /// Moves the clock of the emulated service forward, but not the client's clock.
    pub fn advance(&self, by: Duration) {
        self.lock().clock.advance(by);
    }

    /// Accepts a token with these permissions, for [`client_with`](Self::client_with). From then on, tokens that were not granted are
    /// refused, including the token of [`client`](Self::client).
    ///
    /// If an entity's declaration lists permissions for a request, the token must have one of them; otherwise the request gets 403, with
    /// the names of the permissions. For a read, a `Read` permission can take the place of a listed `ReadWrite` permission.
    pub fn grant<P: Into<String>>(&self, token: impl Into<String>, permissions: impl IntoIterator<Item = P>) {
        self.lock().access.grant(token.into(), permissions.into_iter().map(P::into).collect());
    }

    /// Makes a token expire: requests with it get 401 from then on.
    pub fn expire(&self, token: impl Into<String>) {
        self.lock().access.expire(token.into());
    }

    /// Challenges a token: requests with it get 401 with these claims, encoded in base64
    /// ([continuous access evaluation](https://learn.microsoft.com/entra/identity-platform/claims-challenge)).
    pub fn challenge(&self, token: impl Into<String>, claims: &str) {
        self.lock().access.challenge(token.into(), claims);
    }

    /// Queues faults: each of the next requests gets one.
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

    /// Queues faults for a path: each of the next requests to it gets one, including requests inside a batch.
    ///
    /// A request inside a batch can only get [`Fault::Status`]. If the next fault for this path is another one, it stays in the queue until
    /// a request outside a batch gets it. The faults behind it wait too.
    pub fn fail_at<E>(&self, path: &Path<E>, faults: impl IntoIterator<Item = Fault>) {
        self.lock().faults.queue_at(format!("/{}{}", path.version(), path.as_str()), faults);
    }

    /// Returns the faults of [`fail_next`](Self::fail_next) and [`fail_at`](Self::fail_at) that no request has got yet. The faults of
    /// `fail_next` come first. At the end of a test, none should be left, because a fault that is left was not tested.
    ///
    /// The emulator's `Debug` output also shows the paths of the faults.
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

    /// Removes all requests from the journal.
    pub fn clear_journal(&self) {
        self.lock().journal.clear();
    }

    /// Returns a client that sends to this emulator in memory, with the token `emulated`.
    ///
    /// If a test [grants](Self::grant) a token, the emulator refuses the token `emulated` from then on, until the test grants it too; see
    /// [`client_with`](Self::client_with).
    pub fn client(&self) -> Client {
        self.client_with("emulated")
    }

    /// Returns a client that sends to this emulator in memory, with this token.
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

    /// Answers a request, whatever the host in its URL is.
    pub(super) fn answer(&self, request: Request<Bytes>) -> Delivery {
        self.lock().exchange(request)
    }

    /// Locks the emulator's state. The state is still valid after a panic elsewhere, because each request changes it in one step, at the
    /// end.
    pub(super) fn lock(&self) -> MutexGuard<'_, Service> {
        self.service.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service {
    fn seed<E: GraphEntity + GraphPaths>(&mut self, path: &Path<E>, entity: &E) -> Result<(), String> {
        self.place(path).map_or(Ok(()), |place| self.write(place, entity))
    }

    /// Stores an entity at the path `place`. Fails if the entity's key differs from the key in the path.
    pub(super) fn write<E: GraphEntity>(&mut self, mut place: Place, entity: &E) -> Result<(), String> {
        let Json::Object(members) = value_json(&entity.view(), WriteMode::FULL) else { return Ok(()) };
        let tagged = members.get("@odata.type").and_then(Json::as_str).and_then(|tag| place.route.entity(tag));
        let untagged = || E::TYPE.declaration().and_then(|declared| place.route.entity(declared.name));
        if let Some(entity) = tagged.or_else(untagged) {
            let mut members = members.into_iter().filter(|(name, _)| name != "@odata.type").collect();
            assign(entity, &mut members, &place.assigned);
            let own = key_of(entity.declared, &members).filter(|key| !key.is_empty() && !place.assigned.is_empty());
            if let (Some(last), Some(own)) = (place.key.last_mut(), own) {
                *last = own;
            }
            settle_key(entity, &mut members, &place.key, place.ends_in_key)?;
            self.store(&place, entity, members);
        }
        Ok(())
    }

    /// Returns the content that a path leads to, or `None` if the path does not lead to content.
    fn media_place<T>(&self, path: &Path<T>) -> Option<MediaPlace> {
        let url = RequestUrl::parse(&format!("/{}{}", path.version(), path.as_str()), None).ok()?;
        MediaPlace::of(&url, &self.settle(self.routes.find(&url).ok()?))
    }

    /// Returns the resource that an object's path leads to, or `None` if it matches no declared path.
    pub(super) fn place<E>(&self, path: &Path<E>) -> Option<Place> {
        let url = RequestUrl::parse(&format!("/{}{}", path.version(), path.as_str()), None).ok()?;
        let place = self.settle(self.routes.find(&url).ok()?);
        Some(place).filter(|place| place.resource == Resource::Object && place.tail.is_empty())
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
                #[cfg(feature = "media")]
                if request.extensions().get::<crate::transport::Streaming>().is_some() {
                    return self.answer(request).streamed().await;
                }
                return self.answer(request).in_memory().await;
            }
            if request.headers().contains_key(AUTHORIZATION) {
                self.lock().sent_away(request);
            }
            Err(TransportError::new(TransportErrorKind::Connect, None))
        })
    }
}
