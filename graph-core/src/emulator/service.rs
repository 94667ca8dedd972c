//! The service itself: one request after the other, from its arrival to its entry in the journal.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ALLOW, HeaderMap, LOCATION, RETRY_AFTER};
use http::{Method, Request, StatusCode};

use super::access::Access;
use super::clock::Clock;
use super::delivery::Delivery;
use super::exchange::{Exchange, Violation, redacted};
use super::fault::{Fault, Faults};
use super::journal::Journal;
use super::object::Object;
use super::random::Random;
use super::reply::{Correlation, Rejection, Reply};
use super::routes::{Resource, RouteTable, ServedType};
use super::throttle::{Gate, RetryAfter};
use super::url::{Key, RequestUrl};
use super::waits::{Waits, identity};

/// How the service behaves.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// An object that nobody has seeded does not exist.
    pub(super) seeded_only: bool,
    /// The key and read-only properties in a body are passed over.
    pub(super) ignore_read_only: bool,
    /// An update is answered without a body unless the client asks for one.
    pub(super) no_content: bool,
    /// A batch with a throttled item fails as a whole.
    pub(super) throttled_batches_fail: bool,
    /// How many objects a page of a collection has at most.
    pub(super) page: usize,
    /// What next links begin with, if not as the request did.
    pub(super) next_links: Option<String>,
    /// How long every answer takes.
    pub(super) latency: Duration,
    /// How many exchanges the journal keeps.
    pub(super) journal: usize,
}

pub(super) struct Service {
    pub(super) settings: Settings,
    pub(super) routes: RouteTable,
    /// `None` is an object that was deleted.
    pub(super) objects: BTreeMap<Key, Option<Object>>,
    pub(super) access: Access,
    pub(super) gate: Option<Gate>,
    pub(super) faults: Faults,
    pub(super) clock: Clock,
    pub(super) journal: Journal,
    /// Chooses ids.
    pub(super) ids: Random,
    /// Chooses orders and forms.
    pub(super) order: Random,
    pub(super) revision: u64,
    waits: Waits,
    /// The items of the batch that is being carried out.
    items: Vec<Exchange>,
}

/// What the journal notes of how a request went.
#[derive(Debug, Default)]
pub(super) struct Notes {
    entity: Option<&'static str>,
    pub(super) applied: bool,
}

impl Notes {
    pub(super) fn about(&mut self, entity: ServedType) {
        self.entity = Some(entity.declared.name);
    }
}

impl Service {
    pub(super) fn new(settings: Settings, clock: Clock, seed: u64) -> Self {
        let [ids, order, faults] = Self::randoms(seed);
        Self {
            settings,
            routes: RouteTable::default(),
            objects: BTreeMap::new(),
            access: Access::default(),
            gate: None,
            faults: Faults::new(faults),
            clock,
            journal: Journal::default(),
            ids,
            order,
            revision: 0,
            waits: Waits::default(),
            items: Vec::new(),
        }
    }

    /// One stream each, so that one more id leaves the faults as they are.
    pub(super) fn randoms(seed: u64) -> [Random; 3] {
        let mut seeds = Random::new(seed);
        [(); 3].map(|()| Random::new(seeds.next()))
    }

    /// Answers a request, or lets it meet its fault.
    pub(super) fn exchange(&mut self, request: Request<Bytes>) -> Delivery {
        let fault = self.faults.draw(request.uri().path(), false);
        let (answer, exchange) = self.call(request, fault.clone());
        self.waits.settle(arrives(fault.as_ref()));
        let capacity = self.settings.journal;
        let items = std::mem::take(&mut self.items);
        [exchange].into_iter().chain(items).for_each(|exchange| self.journal.record(exchange, capacity));
        Delivery::new(answer, fault, self.settings.latency)
    }

    /// Answers one item of a batch.
    pub(super) fn call_item(&mut self, request: Request<Bytes>, id: String) -> Reply {
        let fault = self.faults.draw(request.uri().path(), true);
        let (answer, exchange) = self.call(request, fault);
        self.items.push(Exchange { item: Some(id), ..exchange });
        answer
    }

    fn call(&mut self, request: Request<Bytes>, fault: Option<Fault>) -> (Reply, Exchange) {
        let now = self.clock.elapsed();
        let ids = self.correlate(request.headers());
        let identity = identity(&request);
        let early = self.waits.early(identity, now);
        let mut notes = Notes::default();
        let result = match &fault {
            Some(Fault::Status { status, wait, form }) => {
                let failure = Rejection::new(*status, "Fault", "The emulator was told to answer so.");
                Err(self.told_to_wait(failure, identity, *wait, *form))
            }
            Some(Fault::Redirect(to)) => {
                let answer = Reply::new(StatusCode::TEMPORARY_REDIRECT, None);
                Ok(answer.header(LOCATION, to.to_str().unwrap_or_default()))
            }
            // Nobody will see the answer.
            Some(Fault::Reset | Fault::Silence(_)) => Ok(Reply::new(StatusCode::OK, None)),
            _ => self.admitted(&request, identity, early, &mut notes),
        };
        let answer = ids.mark(result.unwrap_or_else(|failure| failure.into_reply(&ids)));
        let exchange = Exchange {
            entity: notes.entity,
            applied: notes.applied,
            status: arrives(fault.as_ref()).then_some(answer.status),
            fault,
            violation: early.map(|by| Violation::Early { by }),
            ..self.unanswered(request)
        };
        (answer, exchange)
    }

    /// Notes a token that went where it must not.
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

    /// Lets in who has a token and does not come too often.
    fn admitted(
        &mut self,
        request: &Request<Bytes>,
        identity: u64,
        early: Option<Duration>,
        notes: &mut Notes,
    ) -> Result<Reply, Rejection> {
        let token = self.access.token(request.headers())?;
        let now = self.clock.elapsed();
        let batch = request.method() == Method::POST && request.uri().path().ends_with("/$batch");
        let write = !batch && [Method::POST, Method::PATCH, Method::PUT, Method::DELETE].contains(request.method());
        let punished = early.and_then(|_| self.waits.until(identity)).map(|until| until.saturating_sub(now));
        let full = self.gate.as_mut().and_then(|gate| gate.enter(now, write).err());
        if let Some(wait) = punished.into_iter().chain(full).max() {
            let form = self.gate.as_ref().map_or(RetryAfter::Seconds, |gate| gate.throttle.form);
            let failure =
                Rejection::new(StatusCode::TOO_MANY_REQUESTS, "TooManyRequests", "Too many requests in too short a time.");
            return Err(self.told_to_wait(failure, identity, wait, form));
        }
        let target = RequestUrl::parse(request.uri().path(), request.uri().query())?;
        if let [segment] = target.segments.as_slice()
            && segment.text == "$batch"
        {
            return match *request.method() {
                Method::POST => self.batch(request),
                _ => Err(method_not_allowed("POST")),
            };
        }
        let found = self.routes.find(&target)?;
        let (Resource::Object(route) | Resource::Collection(route)) = &found;
        if let [entity] = route.entities.as_slice() {
            notes.about(*entity);
        }
        for entity in route.entities.iter().take(1) {
            token.permits(request.method(), entity.declared.permissions)?;
        }
        match (&found, request.method()) {
            (Resource::Object(route), &Method::GET) => self.get(route, &target, request, notes),
            (Resource::Object(route), &Method::PATCH) => self.patch(route, &target, request, notes),
            (Resource::Object(route), &Method::DELETE) => self.delete(route, &target, request, notes),
            (Resource::Object(_), _) => Err(method_not_allowed("GET, PATCH, DELETE")),
            (Resource::Collection(route), &Method::GET) => self.list(route, &target, request, notes),
            (Resource::Collection(route), &Method::POST) => self.create(route, &target, request, notes),
            (Resource::Collection(_), _) => Err(method_not_allowed("GET, POST")),
        }
    }

    /// Adds `Retry-After` to a refusal and remembers the promise.
    fn told_to_wait(&mut self, failure: Rejection, identity: u64, wait: Duration, form: RetryAfter) -> Rejection {
        let now = self.clock.elapsed();
        match form.promise(now, wait, |at| self.clock.at(at), &mut self.order) {
            Some((text, until)) => {
                self.waits.begin(identity, now, until);
                failure.header(RETRY_AFTER, text)
            }
            None => failure,
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

/// Whether the client sees the answer.
fn arrives(fault: Option<&Fault>) -> bool {
    !matches!(fault, Some(Fault::Reset | Fault::Silence(_) | Fault::LostAnswer | Fault::TruncatedBody))
}

fn method_not_allowed(allowed: &str) -> Rejection {
    let message = format!("The path takes {allowed}.");
    Rejection::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message).header(ALLOW, allowed)
}
