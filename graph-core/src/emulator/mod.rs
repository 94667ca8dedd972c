//! An in-process Graph for tests: it serves every declared entity from its declaration, in memory and on a loopback port.
//!
//! It takes what the service takes and refuses what the service refuses: paths that are not declared for the version, a missing
//! token, properties that the type does not have, values of another type, null where the type is not nullable, a stale etag. It keeps
//! what was patched, and a [`Journal`] of all that it was asked.
//!
//! ```
//! # use graph_core::{GraphEntity, GraphPaths, graph_ids, graph_paths};
//! # use graph_core::emulator::Emulator;
//! # use graph_core::transport::Transport;
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
//! let request = http::Request::patch("https://graph.microsoft.com/v1.0/policies/a1")
//!     .header("authorization", "Bearer any")
//!     .header("content-type", "application/json")
//!     .body(r#"{"displayName":"Encrypt"}"#.into())?;
//! let response = emulator.send(request).await?;
//! assert_eq!(response.status(), 200);
//! assert_eq!(response.body(), r##"{"@odata.type":"#microsoft.graph.policy","id":"a1","displayName":"Encrypt"}"##);
//! assert_eq!(emulator.journal().patched::<Policy>(), [Policy::patch().display_name("Encrypt")]);
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(run()).unwrap();
//! ```

mod answer;
mod check;
mod clock;
mod journal;
mod object;
mod random;
mod routes;
mod server;
mod service;
mod url;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, Uri};
use time::OffsetDateTime;

pub use journal::{Exchange, Journal};
pub use server::Server;

use crate::client::{Client, StaticToken};
use crate::model::{Extent, Json, Nulls, view_json};
use crate::path::{GraphPaths, Path};
use crate::transport::{ResponseFuture, Transport, TransportError, TransportErrorKind};
use clock::Clock;
use object::Object;
use random::Random;
use routes::Routes;
use service::{Service, Settings};
use url::{Key, Target};

/// 2026-01-01T12:00:00Z, so that a run today and a run tomorrow are the same.
const NOON: time::Duration = time::Duration::seconds(1_767_268_800);

/// A Graph of one's own; see the [module](self).
///
/// Clones share what they hold. As a [`Transport`] it is the hosts of Graph and its national clouds, and this machine; no other host
/// answers, so that a token sent elsewhere is noticed.
///
/// Time starts at noon of 2026-01-01 in UTC and passes as tokio's does: in a paused runtime it stands still.
#[derive(Clone)]
pub struct Emulator {
    service: Arc<Mutex<Service>>,
}

impl Emulator {
    /// A service without any path; see [`with`](Self::with).
    pub fn new() -> Self {
        let settings = Settings { seeded_only: false, ignore_read_only: false, no_content: false, journal: 10_000 };
        let service = Service {
            settings,
            routes: Routes::default(),
            objects: BTreeMap::new(),
            clock: Clock::starting_at(OffsetDateTime::UNIX_EPOCH + NOON),
            ids: Random::new(0),
            journal: Journal::default(),
            revision: 0,
        };
        Self { service: Arc::new(Mutex::new(service)) }
    }

    /// Serves the paths of `E`. Several entities may share a path: they are told apart by their tags.
    ///
    /// An object exists for every id, with blank values, until [`seeded_only`](Self::seeded_only) says otherwise. The last segment is
    /// its key where the template ends in a placeholder, and else the key is a GUID that the same path always gives.
    #[must_use]
    pub fn with<E: GraphPaths>(self) -> Self {
        self.lock().routes.add::<E>();
        self
    }

    /// Lets only those objects exist that were [seeded](Self::seed); others get 404.
    #[must_use]
    pub fn seeded_only(self) -> Self {
        self.lock().settings.seeded_only = true;
        self
    }

    /// Passes over the key and read-only properties in a body, as many services do, instead of refusing them.
    #[must_use]
    pub fn ignore_read_only(self) -> Self {
        self.lock().settings.ignore_read_only = true;
        self
    }

    /// Answers updates with 204 and no body, unless the client prefers `return=representation`.
    #[must_use]
    pub fn no_content(self) -> Self {
        self.lock().settings.no_content = true;
        self
    }

    /// Chooses all that is random: ids, faults, orders. The same seed and the same requests give the same answers.
    #[must_use]
    pub fn seed_with(self, seed: u64) -> Self {
        self.lock().ids = Random::new(seed);
        self
    }

    /// Sets the time at which the service starts.
    #[must_use]
    pub fn starting_at(self, at: OffsetDateTime) -> Self {
        self.lock().clock = Clock::starting_at(at);
        self
    }

    /// Keeps this many exchanges in the journal, the latest; 10,000 unless set.
    #[must_use]
    pub fn journal_capacity(self, exchanges: usize) -> Self {
        self.lock().settings.journal = exchanges;
        self
    }

    /// Puts an entity at a path, in the place of the one that is there. Serves the paths of `E` from then on.
    pub fn seed<E: GraphPaths>(&self, path: &Path<E>, entity: &E) {
        self.seed_all([(path, entity)]);
    }

    /// [Seeds](Self::seed) many entities.
    pub fn seed_all<'a, E: GraphPaths>(&self, entities: impl IntoIterator<Item = (&'a Path<E>, &'a E)>) {
        let mut service = self.lock();
        service.routes.add::<E>();
        for (path, entity) in entities {
            service.seed(path, entity);
        }
    }

    /// The entity that is stored at a path, if somebody asked for it or it was seeded.
    pub fn stored<E: GraphPaths>(&self, path: &Path<E>) -> Option<E> {
        let (_, key) = target(path)?;
        let body = self.lock().objects.get(&key)?.as_ref()?.body();
        E::read(Json::Object(body), Extent::Whole).ok()
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

    /// A client of it, in memory.
    pub fn client(&self) -> Client {
        Client::new(self.clone(), StaticToken::new("emulated"))
    }

    /// What the service was asked so far.
    pub fn journal(&self) -> Journal {
        self.lock().journal.clone()
    }

    /// Empties the journal.
    pub fn clear_journal(&self) {
        self.lock().journal.clear();
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
    pub(crate) fn answer(&self, request: Request<Bytes>) -> Response<Bytes> {
        self.lock().exchange(request)
    }

    /// A panic elsewhere leaves the service usable: each request changes it in one step, at its end.
    fn lock(&self) -> MutexGuard<'_, Service> {
        self.service.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service {
    fn seed<E: GraphPaths>(&mut self, path: &Path<E>, entity: &E) {
        let Json::Object(members) = view_json(&entity.view(), Nulls::Write) else { return };
        let Some((target, key)) = target(path) else { return };
        let Ok(route) = self.routes.find(&target) else { return };
        let tagged = members.get("@odata.type").and_then(Json::as_str).and_then(|tag| route.entity(tag));
        let untagged = || E::TYPE.declaration().and_then(|declared| route.entity(declared.name));
        let Some(declared) = tagged.or_else(untagged) else { return };
        let members = members.into_iter().filter(|(name, _)| !check::is_annotation(name)).collect();
        let etag = self.next_etag();
        self.objects.insert(key, Some(Object { entity: declared, members, etag, pristine: false }));
    }
}

fn target<E>(path: &Path<E>) -> Option<(Target, Key)> {
    let target = Target::parse(&format!("/{}{}", path.version(), path.as_str()), None).ok()?;
    let key = target.key();
    Some((target, key))
}

impl Default for Emulator {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Emulator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let service = self.lock();
        f.debug_struct("Emulator").field("objects", &service.objects.len()).field("journal", &service.journal.len()).finish()
    }
}

impl Transport for Emulator {
    fn send(&self, request: Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(async move {
            if !answers(request.uri()) {
                return Err(TransportError::new(TransportErrorKind::Connect, None));
            }
            Ok(self.answer(request))
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
