//! An in-process Graph for tests: it serves every declared entity from its declaration, in memory and on a loopback port.
//!
//! It takes what the service takes and refuses what the service refuses: paths that are not declared for the version, a missing
//! token, properties that the type does not have, values of another type, null where the type is not nullable, a stale etag. It keeps
//! what was patched, and a [`Journal`] of all that it was asked.
//!
//! A creation may choose its key; one that the collection has already gets 409. Where it chooses none, the service does.
//!
//! Of an object it honours `$select` and `$expand`. Of a collection it gives pages, and honours `$top`, `$select`, `$expand`, `$count`
//! and of `$filter` every condition that [`Filter`] writes:
//! `eq`, `ne`, `gt`, `ge`, `lt`, `le`, `in`, `startswith`, `and`, `or`, `not` and parentheses, over values of the property's type.
//! Times are compared as instants, and text with its case. A filter that it cannot read, and one by a member that an enumeration does
//! not have, gets 400, as does any other query option.
//!
//! A property whose type is an entity, or an enum of entities, is a navigation property: no answer has it, to a write neither, unless
//! the `$expand` of a read names it, and what stands in it has none itself. [`seed`](Emulator::seed) keeps it all the same. Options
//! in parentheses are refused, and so is a name of no navigation property. An entity is known by its key here: one that is declared
//! `keyless` counts as a complex type.
//!
//! [`Filter`]: crate::Filter
//!
//! ```
//! # use graph_core::{GraphEntity, graph_ids, graph_paths};
//! # use graph_core::model::GraphPaths;
//! # use graph_core::emulator::Emulator;
//! graph_ids! { pub PolicyId; }
//!
//! #[derive(Clone, Debug, PartialEq, GraphEntity)]
//! #[graph(odata_type = "microsoft.graph.policy")]
//! #[graph_paths(v1, "/policies/{policyId}")]
//! pub struct Policy {
//!     #[graph(key)]
//!     pub id: String,
//!     pub display_name: Option<String>,
//! }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::new().with::<Policy>();
//! let graph = emulator.client();
//! let policy = Policy::v1().policies(&PolicyId::new("a1")?);
//!
//! let updated = graph.patch(policy, Policy::patch().display_name("Encrypt")).await?;
//! assert_eq!(updated.body, Some(Policy { id: "a1".into(), display_name: Some("Encrypt".into()) }));
//! assert_eq!(emulator.journal().patched::<Policy>(), [Policy::patch().display_name("Encrypt")]);
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run()).unwrap();
//! ```

mod access;
mod answer;
mod batch;
mod check;
mod clock;
mod collection;
mod delivery;
mod entity;
mod expand;
mod fault;
mod filter;
mod journal;
mod object;
mod random;
mod routes;
mod server;
mod service;
mod setup;
mod throttle;
mod url;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{Request, Uri};
use time::OffsetDateTime;

pub use fault::Fault;
pub use journal::{Exchange, Journal, Violation};
pub use server::Server;
pub use throttle::{RetryAfter, Throttle};

use crate::client::{Client, Secret, StaticToken};
use crate::model::json::Json;
use crate::model::path::{GraphPaths, Path};
use crate::model::reader::ReadMode;
use crate::model::write::{WriteMode, value_json};
use crate::transport::{ResponseFuture, Transport, TransportError, TransportErrorKind};
use delivery::Delivery;
use routes::Found;
use service::Service;
use url::Target;

/// A Graph of one's own; see the [module](self).
///
/// Clones share what they hold. As a [`Transport`] it is the hosts of Graph and its national clouds, and this machine; no other host
/// answers, and a token sent there is noted as a [violation](Violation::TokenSentAway).
///
/// Time starts at noon of 2026-01-01 in UTC and passes as tokio's does: in a paused runtime it stands still.
#[derive(Clone)]
pub struct Emulator {
    service: Arc<Mutex<Service>>,
}

impl Emulator {
    /// Puts an entity at a path, in the place of the one that is there. Serves the paths of `E` from then on.
    ///
    /// A key that is blank becomes the one that the path says.
    ///
    /// # Panics
    /// When the entity has another key than the path ends in: no service has such an object, so the test is wrong.
    #[track_caller]
    pub fn seed<E: GraphPaths>(&self, path: &Path<E>, entity: &E) {
        self.seed_all([(path, entity)]);
    }

    /// [Seeds](Self::seed) many entities.
    ///
    /// # Panics
    /// As [`seed`](Self::seed) does; the entities before that one are seeded.
    #[track_caller]
    #[expect(clippy::panic, reason = "a mistake in the test, which is to fail where it seeds")]
    pub fn seed_all<'a, E: GraphPaths>(&self, entities: impl IntoIterator<Item = (&'a Path<E>, &'a E)>) {
        let mut service = self.lock();
        service.routes.add::<E>();
        for (path, entity) in entities {
            if let Err(problem) = service.seed(path, entity) {
                panic!("/{}{path} cannot be seeded: {problem}", path.version());
            }
        }
    }

    /// The entity that is stored at a path, if somebody asked for it or it was seeded.
    pub fn stored<E: GraphPaths>(&self, path: &Path<E>) -> Option<E> {
        let key = target(path)?.key();
        let body = self.lock().objects.get(&key)?.as_ref()?.body();
        E::read(Json::Object(body), ReadMode::Full).ok()
    }

    /// The time in the service.
    pub fn now(&self) -> OffsetDateTime {
        let mut service = self.lock();
        let elapsed = service.clock.elapsed();
        service.clock.at(elapsed)
    }

    /// Lets time pass in the service alone.
    pub fn advance(&self, by: Duration) {
        self.lock().clock.advance(by);
    }

    /// Issues a token that carries these permissions, for [`client_with`](Self::client_with). From then on no token is good that was
    /// not granted, that of [`client`](Self::client) included.
    ///
    /// What takes permissions is what the entity declares: any one of them is enough, and to read also the `Read` form of a
    /// `ReadWrite` one. Other requests get 403 with the names.
    pub fn grant<P: Into<String>>(&self, token: impl Into<String>, permissions: impl IntoIterator<Item = P>) {
        self.lock().access.grant(token.into(), permissions.into_iter().map(P::into).collect());
    }

    /// Lets a token expire: it gets 401.
    pub fn expire(&self, token: impl Into<String>) {
        self.lock().access.expire(token.into());
    }

    /// Challenges a token: it gets 401 with these claims, in base64, until the client comes with another
    /// ([continuous access evaluation](https://learn.microsoft.com/entra/identity-platform/claims-challenge)).
    pub fn challenge(&self, token: impl Into<String>, claims: &str) {
        self.lock().access.challenge(token.into(), claims);
    }

    /// Lets the next requests meet these faults, one each.
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
        self.lock().faults.script(faults);
    }

    /// Lets the next requests to a path meet these faults, one each, items of batches included.
    pub fn fail_at<E>(&self, path: &Path<E>, faults: impl IntoIterator<Item = Fault>) {
        self.lock().faults.script_at(format!("/{}{}", path.version(), path.as_str()), faults);
    }

    /// The faults of [`fail_next`](Self::fail_next) and [`fail_at`](Self::fail_at) that no request has met yet. At the end of a test
    /// there should be none, else it did not test what it says.
    ///
    /// Those of `fail_next` come first. The emulator's `Debug` also tells the paths of the others.
    pub fn queued_faults(&self) -> Vec<Fault> {
        self.lock().faults.queued().cloned().collect()
    }

    /// Lets no request meet the [queued faults](Self::queued_faults).
    pub fn clear_faults(&self) {
        self.lock().faults.clear();
    }

    /// What the service was asked so far.
    pub fn journal(&self) -> Journal {
        self.lock().journal.clone()
    }

    /// Empties the journal.
    pub fn clear_journal(&self) {
        self.lock().journal.clear();
    }

    /// A client of this emulator, in memory, whose token is `emulated`.
    ///
    /// Once a token was [granted](Self::grant), that one is good for nothing, unless it is granted as well: see
    /// [`client_with`](Self::client_with).
    pub fn client(&self) -> Client {
        self.client_with("emulated")
    }

    /// A client of this emulator, in memory, with this token.
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

    /// Listens on a free port of this machine, until the returned handle is dropped.
    ///
    /// # Errors
    /// When the system gives no port.
    ///
    /// # Panics
    /// Outside of a tokio runtime with I/O.
    pub async fn serve(&self) -> std::io::Result<Server> {
        Server::start(self.clone()).await
    }

    /// Carries a request out, whatever its host.
    fn answer(&self, request: Request<Bytes>) -> Delivery {
        self.lock().exchange(request)
    }

    /// A panic elsewhere leaves the service usable: each request changes it in one step, at its end.
    fn lock(&self) -> MutexGuard<'_, Service> {
        self.service.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service {
    fn seed<E: GraphPaths>(&mut self, path: &Path<E>, entity: &E) -> Result<(), String> {
        let Json::Object(members) = value_json(&entity.view(), WriteMode::FULL) else { return Ok(()) };
        let Some(target) = target(path) else { return Ok(()) };
        let Ok(Found::Object(route)) = self.routes.find(&target) else { return Ok(()) };
        let tagged = members.get("@odata.type").and_then(Json::as_str).and_then(|tag| route.entity(tag));
        let untagged = || E::TYPE.declaration().and_then(|declared| route.entity(declared.name));
        if let Some(entity) = tagged.or_else(untagged) {
            let mut members = members.into_iter().filter(|(name, _)| !check::is_annotation(name)).collect();
            object::settle_key(entity, &mut members, &target.key(), route.ends_in_key())?;
            self.place(&route, &target, entity, members);
        }
        Ok(())
    }
}

fn target<E>(path: &Path<E>) -> Option<Target> {
    Target::parse(&format!("/{}{}", path.version(), path.as_str()), None).ok()
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
            if answers(request.uri()) {
                return self.answer(request).in_memory().await;
            }
            if request.headers().contains_key(AUTHORIZATION) {
                self.lock().sent_away(request);
            }
            Err(TransportError::new(TransportErrorKind::Connect, None))
        })
    }
}

/// Whether the host is one that the emulator stands for, and the scheme keeps the token secret on the way there.
fn answers(url: &Uri) -> bool {
    const GRAPH: [&str; 4] =
        ["graph.microsoft.com", "graph.microsoft.us", "dod-graph.microsoft.us", "microsoftgraph.chinacloudapi.cn"];
    const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
    let host = url.host().unwrap_or_default();
    LOOPBACK.contains(&host) || (GRAPH.contains(&host) && url.scheme_str() == Some("https"))
}
