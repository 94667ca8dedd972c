//! The emulated service: handles one request at a time, from its arrival to its entry in the journal.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, HeaderMap, LOCATION, RETRY_AFTER};
use http::{Method, Request, StatusCode};
use serde_json::json;

use super::access::Access;
use super::clock::Clock;
use super::context::origin;
use super::delivery::Delivery;
use super::exchange::{Exchange, Violation, redacted};
use super::fault::{Fault, Faults};
use super::headers::accepted_metadata;
use super::journal::Journal;
use super::library::{Library, MediaPlace, Outside};
use super::link::Links;
use super::operation_table::OperationTable;
use super::options::{Options, Scope, Target};
use super::paging::Located;
use super::pattern::Part;
use super::random::Random;
use super::reply::{Body, Correlation, Rejection, Reply};
use super::routes::{Place, Resource, RouteTable, ServedType};
use super::settings::Settings;
use super::store::Store;
use super::tasks::Tasks;
use super::throttle::{Gate, RetryAfter};
use super::url::RequestUrl;
use super::waits::{Waits, identity};
use crate::model::descriptor::StructuredType;

pub(super) struct Service {
    pub(super) settings: Settings,
    pub(super) routes: RouteTable,
    pub(super) operations: OperationTable,
    pub(super) objects: Store,
    pub(super) library: Library,
    pub(super) links: Links,
    pub(super) tasks: Tasks,
    pub(super) access: Access,
    pub(super) gate: Option<Gate>,
    pub(super) faults: Faults,
    pub(super) clock: Clock,
    pub(super) journal: Journal,
    /// The source of random ids.
    pub(super) ids: Random,
    /// The source of random numbers for the order of responses in a batch and the form of `Retry-After`.
    pub(super) order: Random,
    pub(super) revision: u64,
    /// The number of times that a test has made all delta tokens expire.
    pub(super) generation: u64,
    waits: Waits,
    /// The journal entries of the requests in the current batch.
    parts: Vec<Exchange>,
}

/// A request and the resource that its URL leads to.
pub(super) struct Addressed<'r> {
    pub(super) request: &'r Request<Bytes>,
    pub(super) url: &'r RequestUrl,
    pub(super) place: &'r Place,
}

/// Facts about the current request that its journal entry needs.
#[derive(Debug, Default)]
pub(super) struct Notes {
    entity: Option<&'static str>,
    pub(super) applied: bool,
    /// The rule of Graph that the request breaks. An early retry is recorded elsewhere.
    pub(super) violation: Option<Violation>,
}

impl Notes {
    pub(super) fn about(&mut self, entity: ServedType) {
        self.entity = Some(entity.declared.name);
    }
}

/// The origin of a request: the client, or a batch of the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    Client,
    Batch,
}

impl Service {
    pub(super) fn new(settings: Settings, clock: Clock, seed: u64) -> Self {
        let [ids, order, faults] = Self::randoms(seed);
        Self {
            settings,
            routes: RouteTable::default(),
            operations: OperationTable::default(),
            objects: Store::default(),
            library: Library::default(),
            links: Links::default(),
            tasks: Tasks::default(),
            access: Access::default(),
            gate: None,
            faults: Faults::new(faults),
            clock,
            journal: Journal::default(),
            ids,
            order,
            revision: 0,
            generation: 0,
            waits: Waits::default(),
            parts: Vec::new(),
        }
    }

    /// Returns three independent sources of random numbers, for ids, orders and faults, so that the faults stay the same if a request takes
    /// an additional id.
    pub(super) fn randoms(seed: u64) -> [Random; 3] {
        let mut seeds = Random::new(seed);
        [(); 3].map(|()| Random::new(seeds.next()))
    }

    /// Answers a request from a client, with the next fault if there is one, and records both in the journal.
    pub(super) fn exchange(&mut self, request: Request<Bytes>) -> Delivery {
        let fault = self.faults.draw(request.uri().path(), false);
        let (reply, exchange) = self.call(request, fault.clone(), Origin::Client);
        self.waits.settle(arrives(fault.as_ref()));
        let capacity = self.settings.journal;
        let parts = std::mem::take(&mut self.parts);
        [exchange].into_iter().chain(parts).for_each(|exchange| self.journal.record(exchange, capacity));
        Delivery::new(reply, fault, self.settings.latency)
    }

    /// Answers one request of a batch.
    pub(super) fn call_part(&mut self, request: Request<Bytes>, id: String) -> Reply {
        let fault = self.faults.draw(request.uri().path(), true);
        let (reply, exchange) = self.call(request, fault, Origin::Batch);
        self.parts.push(Exchange { item: Some(id), ..exchange });
        reply
    }

    fn call(&mut self, request: Request<Bytes>, fault: Option<Fault>, from: Origin) -> (Reply, Exchange) {
        let now = self.clock.elapsed();
        let ids = self.correlate(request.headers());
        let identity = identity(&request);
        let early = self.waits.early(identity, now);
        let mut notes = Notes::default();
        let result = match &fault {
            Some(Fault::Status { status, wait, form }) => {
                let rejection = Rejection::of(*status, "The emulator was told to answer with this status.");
                Err(self.ask_to_wait(rejection, identity, *wait, *form))
            }
            Some(Fault::Redirect(to)) => {
                let reply = Reply::new(StatusCode::TEMPORARY_REDIRECT, Body::Empty);
                Ok(reply.header(LOCATION, to.to_str().unwrap_or_default()))
            }
            // The client never receives this response.
            Some(Fault::Reset | Fault::Silence(_)) => Ok(Reply::new(StatusCode::OK, Body::Empty)),
            _ => match Outside::parse(request.uri()) {
                Some(outside) => self.outside(&request, &outside, &mut notes),
                None => self.admit(&request, identity, early).and_then(|()| self.route(&request, from, &mut notes)),
            },
        };
        let reply = result.unwrap_or_else(|rejection| rejection.into_reply(&ids));
        let reply = ids.mark(reply).finished(accepted_metadata(request.headers()));
        let reply = if request.method() == Method::HEAD { reply.without_body() } else { reply };
        let exchange = Exchange {
            entity: notes.entity,
            applied: notes.applied,
            status: arrives(fault.as_ref()).then_some(reply.status),
            fault,
            violation: notes.violation.or(early.map(|by| Violation::Early { by })),
            ..self.unanswered(request)
        };
        (reply, exchange)
    }

    /// Records in the journal a request that sent a token to another host.
    pub(super) fn sent_away(&mut self, request: Request<Bytes>) {
        let (mut exchange, capacity) = (self.unanswered(request), self.settings.journal);
        exchange.violation = Some(Violation::TokenSentAway);
        self.journal.record(exchange, capacity);
    }

    fn unanswered(&mut self, request: Request<Bytes>) -> Exchange {
        let now = self.clock.elapsed();
        let (parts, body) = request.into_parts();
        Exchange {
            at: self.clock.at(now),
            method: parts.method,
            url: parts.uri,
            headers: redacted(&parts.headers),
            body,
            item: None,
            entity: None,
            applied: false,
            status: None,
            fault: None,
            violation: None,
        }
    }

    /// Checks that the request's token is accepted, and that the request comes neither too early nor too often.
    fn admit(&mut self, request: &Request<Bytes>, identity: u64, early: Option<Duration>) -> Result<(), Rejection> {
        let url = RequestUrl::parse(request.uri().path(), None).ok();
        if !url.as_ref().is_some_and(RequestUrl::is_metadata) {
            self.access.token(request.headers())?;
        }
        let now = self.clock.elapsed();
        let batch = url.is_some_and(|url| url.is_batch());
        let write = !batch && [Method::POST, Method::PATCH, Method::PUT, Method::DELETE].contains(request.method());
        let punished = early.and_then(|_| self.waits.until(identity)).map(|until| until.saturating_sub(now));
        let full = self.gate.as_mut().and_then(|gate| gate.enter(now, write).err());
        let Some(wait) = punished.into_iter().chain(full).max() else { return Ok(()) };
        let form = self.gate.as_ref().map_or(RetryAfter::Seconds, |gate| gate.throttle.form);
        let rejection = Rejection::of(StatusCode::TOO_MANY_REQUESTS, "Too many requests in too short a time.");
        Err(self.ask_to_wait(rejection, identity, wait, form))
    }

    /// Carries out a request that was admitted.
    fn route(&mut self, request: &Request<Bytes>, from: Origin, notes: &mut Notes) -> Result<Reply, Rejection> {
        let url = RequestUrl::parse(request.uri().path(), request.uri().query())?;
        let read = [Method::GET, Method::HEAD].contains(request.method());
        if url.is_batch() {
            return match *request.method() {
                Method::POST if from == Origin::Client => self.batch(request, url.version),
                Method::POST => Err(Rejection::bad_request("A batch cannot contain a batch.")),
                _ => Err(method_not_allowed("POST")),
            };
        }
        if url.is_metadata() {
            return if read { Ok(self.metadata(url.version)) } else { Err(method_not_allowed("GET")) };
        }
        if url.segments.is_empty() {
            return if read { Ok(self.service_document(request, &url)) } else { Err(method_not_allowed("GET")) };
        }
        if let Some(reply) = self.report(request, &url) {
            return reply;
        }
        if let Some(call) = self.operations.find(&url) {
            let name = call.operation.declared.name;
            return self.run(request, name, notes, |service, notes| service.operate(request, &url, &call, notes));
        }
        let place = self.routes.find(&url).map_err(|rejection| self.with_hint(rejection, request, &url))?;
        let place = self.settle(place);
        if let [entity] = place.route.entities.as_slice() {
            notes.about(*entity);
        }
        let Some(first) = place.types().next() else {
            let rejection = Rejection::not_found("No declared type of this path has the name of the cast.");
            return Err(self.with_hint(rejection, request, &url));
        };
        self.access.token(request.headers())?.permits(request.method(), first.permissions)?;
        let place = self.follow(place);
        let to = Addressed { request, url: &url, place: &place };
        if let Some(media) = MediaPlace::of(&url, &place) {
            return self.media(&to, media, notes);
        }
        self.run(request, first.name, notes, |service, notes| service.dispatch(&to, notes))
    }

    fn dispatch(&mut self, to: &Addressed<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        let method = to.request.method();
        if to.place.ends_in("$ref") {
            return self.references(to, notes);
        }
        match (to.place.resource, to.place.tail.is_empty()) {
            (Resource::Object, true) => match *method {
                Method::GET | Method::HEAD => self.get(to, notes),
                Method::PATCH => self.patch(to, notes),
                Method::PUT => self.put(to, notes),
                Method::DELETE => self.delete(to, notes),
                _ => {
                    let rejection = method_not_allowed("GET, PATCH, PUT, DELETE");
                    // The last segment may also name an action that is bound to the collection.
                    Err(if to.place.ends_in_key { self.with_hint(rejection, to.request, to.url) } else { rejection })
                }
            },
            (Resource::Collection, true) if to.place.is_delta() => self.delta(to, notes),
            (Resource::Collection, true) => match *method {
                Method::GET | Method::HEAD => self.list(to, notes),
                Method::POST => self.create(to, notes),
                _ => Err(method_not_allowed("GET, POST")),
            },
            (resource, false) => match (*method == Method::GET || *method == Method::HEAD, resource) {
                (true, Resource::Object) => self.property(to, notes),
                (true, Resource::Collection) => self.count(to),
                (false, _) => Err(method_not_allowed("GET")),
            },
        }
    }

    /// Parses the query options of a request for objects of these types.
    pub(super) fn options(
        &self,
        to: &Addressed<'_>,
        types: &[&'static StructuredType],
        target: Target,
    ) -> Result<Options, Rejection> {
        let pairs = to.url.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Options::parse(pairs, target, self.scope(types))?.with_consistency(to.request.headers(), &to.url.query, types, target)
    }

    /// Returns the scope in which the options of a request for objects of these types are parsed.
    pub(super) fn scope<'t>(&self, types: &'t [&'static StructuredType]) -> Scope<'t> {
        Scope { types, now: self.clock.last(), strict: self.settings.strict, depth: 0 }
    }

    /// Returns the URL of the object or collection that a request addresses, for next links inside it.
    pub(super) fn located(&self, to: &Addressed<'_>) -> Located<'_> {
        Located::new(&self.settings, to.request, to.url.version, &to.place.key)
    }

    fn service_document(&self, request: &Request<Bytes>, url: &RequestUrl) -> Reply {
        let sets = self.routes.of(url.version).filter_map(|route| match route.pattern.parts.as_slice() {
            [Part::Name(name), Part::Key] => Some(json!({"name": name, "kind": "EntitySet", "url": name})),
            [Part::Name(name)] => Some(json!({"name": name, "kind": "Singleton", "url": name})),
            _ => None,
        });
        let context = format!("{}/{}/$metadata", origin(request.uri()), url.version);
        Reply::json(StatusCode::OK, json!({"@odata.context": context, "value": sets.collect::<Vec<_>>()}))
    }

    /// Adds `Retry-After` to a rejection, and remembers when the request with this hash may be repeated.
    fn ask_to_wait(&mut self, rejection: Rejection, identity: u64, wait: Duration, form: RetryAfter) -> Rejection {
        let now = self.clock.elapsed();
        match form.promise(now, wait, |at| self.clock.at(at), &mut self.order) {
            Some((text, until)) => {
                self.waits.begin(identity, now, until);
                rejection.header(RETRY_AFTER, text)
            }
            None => rejection,
        }
    }

    pub(super) fn correlate(&mut self, headers: &HeaderMap) -> Correlation {
        let request_id = self.ids.guid();
        let sent = headers.get("client-request-id").and_then(|value| value.to_str().ok());
        let client_request_id = sent.map_or_else(|| request_id.clone(), str::to_owned);
        let now = self.clock.elapsed();
        Correlation { request_id, client_request_id, date: self.clock.at(now) }
    }
}

/// Returns `true` if the client receives the complete response in spite of this fault.
fn arrives(fault: Option<&Fault>) -> bool {
    !matches!(fault, Some(Fault::Reset | Fault::Silence(_) | Fault::LostAnswer | Fault::TruncatedBody))
}

pub(super) fn method_not_allowed(allowed: &str) -> Rejection {
    let message = format!("The path takes {allowed}.");
    Rejection::of(StatusCode::METHOD_NOT_ALLOWED, message).header(ALLOW, allowed)
}
