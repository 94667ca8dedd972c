//! The service itself: one request after the other against routes and objects.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::{ALLOW, AUTHORIZATION, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MATCH, IF_NONE_MATCH, WWW_AUTHENTICATE};
use http::{Method, Request, Response, StatusCode};

use super::answer::{Answer, Correlation, Failure};
use super::check;
use super::clock::Clock;
use super::journal::{Exchange, Journal, bearer, redacted};
use super::object::Object;
use super::random::Random;
use super::routes::{Route, Routes};
use super::url::{Key, Target};
use crate::model::{Additional, Json, TagPolicy, unique_keys};

/// How the service behaves.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    /// An object that nobody has seeded does not exist.
    pub(super) seeded_only: bool,
    /// The key and read-only properties in a body are passed over.
    pub(super) ignore_read_only: bool,
    /// An update is answered without a body unless the client asks for one.
    pub(super) no_content: bool,
    /// How many exchanges the journal keeps.
    pub(super) journal: usize,
}

#[derive(Debug)]
pub(super) struct Service {
    pub(super) settings: Settings,
    pub(super) routes: Routes,
    /// `None` is an object that was deleted.
    pub(super) objects: BTreeMap<Key, Option<Object>>,
    pub(super) clock: Clock,
    pub(super) ids: Random,
    pub(super) journal: Journal,
    pub(super) revision: u64,
}

/// What the journal notes of how a request went.
#[derive(Debug, Default)]
pub(super) struct Trace {
    entity: Option<&'static str>,
    applied: bool,
}

impl Service {
    pub(super) fn exchange(&mut self, request: Request<Bytes>) -> Response<Bytes> {
        let elapsed = self.clock.elapsed();
        let at = self.clock.at(elapsed);
        let request_id = self.ids.guid();
        let sent = request.headers().get("client-request-id").and_then(|value| value.to_str().ok());
        let client_request_id = sent.map_or_else(|| request_id.clone(), str::to_owned);
        let ids = Correlation { request_id, client_request_id, date: at };
        let mut trace = Trace::default();
        let answer = self.handle(&request, &mut trace).unwrap_or_else(|failure| failure.into_answer(&ids));
        let answer = ids.mark(answer);
        let (parts, body) = request.into_parts();
        let exchange = Exchange {
            at,
            method: parts.method,
            url: parts.uri,
            headers: redacted(&parts.headers),
            body,
            entity: trace.entity,
            applied: trace.applied,
            status: Some(answer.status),
        };
        self.journal.record(exchange, self.settings.journal);
        answer.into_response()
    }

    fn handle(&mut self, request: &Request<Bytes>, trace: &mut Trace) -> Result<Answer, Failure> {
        authorize(request.headers())?;
        let target = Target::parse(request.uri().path(), request.uri().query())?;
        let route = self.routes.find(&target)?;
        if let [entity] = route.entities.as_slice() {
            trace.entity = Some(entity.declared.name);
        }
        match *request.method() {
            Method::GET => self.get(&route, &target, request, trace),
            Method::PATCH => self.patch(&route, target.key(), request, trace),
            _ => Err(method_not_allowed("GET, PATCH")),
        }
    }

    fn get(&mut self, route: &Route, target: &Target, request: &Request<Bytes>, trace: &mut Trace) -> Result<Answer, Failure> {
        let key = target.key();
        let object = self.object(route, &key)?;
        trace.entity = Some(object.entity.declared.name);
        self.objects.insert(key, Some(object.clone()));
        if names_etag(request.headers(), IF_NONE_MATCH, &object.etag) == Some(true) {
            return Ok(Answer::new(StatusCode::NOT_MODIFIED, None).header(ETAG, object.etag));
        }
        let body = match target.select() {
            Some(properties) => object.selected(&properties).map_err(Failure::bad_request)?,
            None => object.body(),
        };
        Ok(Answer::new(StatusCode::OK, Json::Object(body)).header(ETAG, object.etag))
    }

    fn patch(&mut self, route: &Route, key: Key, request: &Request<Bytes>, trace: &mut Trace) -> Result<Answer, Failure> {
        let mut object = self.object(route, &key)?;
        trace.entity = Some(object.entity.declared.name);
        if names_etag(request.headers(), IF_MATCH, &object.etag) == Some(false) {
            let message = "The object has changed since the etag of If-Match was read.";
            return Err(Failure::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", message));
        }
        let mut body = json_object(request)?;
        self.dispatch(route, &key, &mut object, body.shift_remove("@odata.type"))?;
        trace.entity = Some(object.entity.declared.name);
        let changes = check::update(object.entity.declared, body, &object.members, self.settings.ignore_read_only);
        let changes = changes.map_err(|refusal| Failure::bad_request(refusal.to_string()))?;
        object.merge(changes);
        object.etag = self.next_etag();
        self.objects.insert(key, Some(object.clone()));
        trace.applied = true;
        Ok(self.updated(request.headers(), &object))
    }

    /// The object at the path, blank if it exists only because it is asked for.
    fn object(&mut self, route: &Route, key: &Key) -> Result<Object, Failure> {
        match (self.objects.get(key), route.entities.first()) {
            (Some(Some(object)), _) => Ok(object.clone()),
            (None, Some(entity)) if !self.settings.seeded_only => {
                Ok(Object::blank(*entity, key, route.ends_in_key(), self.next_etag()))
            }
            _ => Err(Failure::not_found(format!("There is no object at '/{}'.", key.join("/")))),
        }
    }

    /// Which of the types behind a path is meant: what the tag says, and else what is stored.
    fn dispatch(&self, route: &Route, key: &Key, object: &mut Object, tag: Option<Json>) -> Result<(), Failure> {
        let declared = object.entity.declared;
        let wrong = |message: String| Err(Failure::bad_request(format!("The property '@odata.type': {message}")));
        let tag = match tag {
            Some(Json::String(tag)) => tag,
            Some(_) => return wrong("expected String".into()),
            None if object.pristine && route.entities.len() > 1 => {
                return wrong("missing, and several types have this path".into());
            }
            None => return Ok(()),
        };
        match route.entity(&tag) {
            Some(entity) if entity.declared.tag == TagPolicy::Never => {
                wrong(format!("{} does not take one", entity.declared.name))
            }
            Some(entity) if entity.declared.name == declared.name => Ok(()),
            Some(entity) if object.pristine => {
                *object = object.retyped(entity, key, route.ends_in_key());
                Ok(())
            }
            _ => wrong(format!("expected {}, found {tag}", declared.name)),
        }
    }

    /// The answer to an update, with a body or without one.
    fn updated(&self, headers: &HeaderMap, object: &Object) -> Answer {
        let preferred = preferred_return(headers);
        let minimal = preferred.map_or(self.settings.no_content, |preferred| preferred == "minimal");
        let answer = match minimal {
            true => Answer::new(StatusCode::NO_CONTENT, None),
            false => Answer::new(StatusCode::OK, Json::Object(object.body())),
        };
        let answer = answer.header(ETAG, &object.etag);
        match preferred {
            Some(preferred) => answer.header(HeaderName::from_static("preference-applied"), format!("return={preferred}")),
            None => answer,
        }
    }

    pub(super) fn next_etag(&mut self) -> String {
        self.revision += 1;
        format!("W/\"{}\"", self.revision)
    }
}

fn authorize(headers: &HeaderMap) -> Result<(), Failure> {
    if headers.get(AUTHORIZATION).and_then(bearer).is_some() {
        return Ok(());
    }
    let message = "The request has no bearer token.";
    let failure = Failure::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
    Err(failure.header(
        WWW_AUTHENTICATE,
        r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize""#,
    ))
}

fn method_not_allowed(allowed: &str) -> Failure {
    let message = format!("The path takes {allowed}.");
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message).header(ALLOW, allowed)
}

/// What Graph takes in one request, in bytes.
pub(super) const LARGEST_BODY: usize = 4 << 20;

/// The body of a request that has to be a JSON object.
fn json_object(request: &Request<Bytes>) -> Result<Additional, Failure> {
    if request.body().len() > LARGEST_BODY {
        return Err(Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLarge", "The body is larger than 4 MB."));
    }
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        let message = format!("The Content-Type is '{content_type}', not application/json.");
        return Err(Failure::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message));
    }
    let mut reader = serde_json::Deserializer::from_slice(request.body());
    match unique_keys(&mut reader).and_then(|json| reader.end().map(|()| json)) {
        Ok(Json::Object(members)) => Ok(members),
        Ok(_) => Err(Failure::bad_request("The body is JSON, but not an object.")),
        Err(error) => Err(Failure::bad_request(format!("The body is not JSON: {error}."))),
    }
}

/// Whether the header names the etag, or anything by `*`; `None` without the header. Weak etags count as equal, because Graph has no
/// strong ones.
fn names_etag(headers: &HeaderMap, header: HeaderName, etag: &str) -> Option<bool> {
    let opaque = |etag: &str| etag.trim().trim_start_matches("W/").to_owned();
    let mut values = headers.get_all(header).iter().peekable();
    values.peek()?;
    let named = |value: &str| value.split(',').any(|named| named.trim() == "*" || opaque(named) == opaque(etag));
    Some(values.any(|value| value.to_str().is_ok_and(named)))
}

/// `minimal` or `representation` ([RFC 7240 §4.2](https://www.rfc-editor.org/rfc/rfc7240#section-4.2)).
fn preferred_return(headers: &HeaderMap) -> Option<&'static str> {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let mut preferences = values.flat_map(|value| value.split(',')).map(|preference| preference.replace([' ', '"'], ""));
    preferences.find_map(|preference| match preference.as_str() {
        "return=minimal" => Some("minimal"),
        "return=representation" => Some("representation"),
        _ => None,
    })
}
