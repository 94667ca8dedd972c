//! One object and a request about it: read, update, create, delete.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderName, IF_MATCH, IF_NONE_MATCH, LOCATION};
use http::{Request, StatusCode};
use percent_encoding::utf8_percent_encode;

use super::answer::{Answer, Failure};
use super::check::{self, Refusal};
use super::expand::Expand;
use super::object::{Object, same_key};
use super::routes::{Entity, Route};
use super::service::{Service, Trace};
use super::url::Target;
use crate::model::descriptor::TagPolicy;
use crate::model::duplicate_keys::unique_keys;
use crate::model::id::Id;
use crate::model::id::SEGMENT;
use crate::model::json::{Additional, Json};

impl Service {
    pub(super) fn get(
        &mut self,
        route: &Route,
        target: &Target,
        request: &Request<Bytes>,
        trace: &mut Trace,
    ) -> Result<Answer, Failure> {
        target.only(&["$select", "$expand"])?;
        let object = self.object(route, &target.key())?;
        trace.about(object.entity);
        let expand = Expand::of(target, &[object.entity])?;
        self.objects.insert(target.key(), Some(object.clone()));
        if names_etag(request.headers(), IF_NONE_MATCH, &object.etag) == Some(true) {
            return Ok(Answer::new(StatusCode::NOT_MODIFIED, None).header(ETAG, object.etag));
        }
        let body = object.selected(target.select().as_deref(), &expand)?;
        Ok(Answer::new(StatusCode::OK, Json::Object(body)).header(ETAG, object.etag))
    }

    pub(super) fn patch(
        &mut self,
        route: &Route,
        target: &Target,
        request: &Request<Bytes>,
        trace: &mut Trace,
    ) -> Result<Answer, Failure> {
        let mut object = self.object(route, &target.key())?;
        trace.about(object.entity);
        unchanged(request.headers(), &object)?;
        let mut body = json_object(request)?;
        let tag = body.shift_remove("@odata.type");
        if let Some(entity) = dispatch(route, object.entity, object.pristine, tag)? {
            object = object.retyped(entity, &target.key());
        }
        trace.about(object.entity);
        self.merge(&mut object, body)?;
        self.objects.insert(target.key(), Some(object.clone()));
        trace.applied = true;
        Ok(self.written(request.headers(), StatusCode::OK, &object))
    }

    pub(super) fn delete(
        &mut self,
        route: &Route,
        target: &Target,
        request: &Request<Bytes>,
        trace: &mut Trace,
    ) -> Result<Answer, Failure> {
        let object = self.object(route, &target.key())?;
        trace.about(object.entity);
        unchanged(request.headers(), &object)?;
        self.objects.insert(target.key(), None);
        trace.applied = true;
        Ok(Answer::new(StatusCode::NO_CONTENT, None))
    }

    /// Creates an element of a collection.
    pub(super) fn create(
        &mut self,
        route: &Route,
        target: &Target,
        request: &Request<Bytes>,
        trace: &mut Trace,
    ) -> Result<Answer, Failure> {
        let mut body = json_object(request)?;
        let tag = body.shift_remove("@odata.type");
        let Some(first) = route.entities.first() else { return Err(Failure::not_found("Nothing is declared here.")) };
        let entity = dispatch(route, *first, true, tag)?.unwrap_or(*first);
        trace.about(entity);
        let id = self.new_key(entity, target, &mut body)?;
        let mut key = target.key();
        key.push(id.clone());
        let mut object = Object::blank(entity, &key, true, String::new());
        self.merge(&mut object, body)?;
        self.objects.insert(key, Some(object.clone()));
        trace.applied = true;
        let answer = self.written(request.headers(), StatusCode::CREATED, &object);
        let (url, id) = (request.uri().to_string(), utf8_percent_encode(&id, SEGMENT));
        Ok(answer.header(LOCATION, format!("{}/{id}", url.split('?').next().unwrap_or_default())))
    }

    /// The key that the body chooses, taken out of it, and else one that the service chooses.
    fn new_key(&mut self, entity: Entity, target: &Target, body: &mut Additional) -> Result<String, Failure> {
        let key = entity.declared.properties.iter().find(|property| property.key);
        let chosen = key.and_then(|key| Some((key, body.shift_remove(key.name)?)));
        let Some((key, value)) = chosen.filter(|_| !self.settings.ignore_read_only) else { return Ok(self.ids.guid()) };
        let refused = |refusal: Refusal| Failure::bad_request(refusal.at(key.name).to_string());
        check::check(&key.ty, &value, None).map_err(refused)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let id = Id::new(text).map_err(|error| refused(Refusal::new(error.to_string())))?;
        let held = |object: &Object| object.members.get(key.name).is_some_and(|held| same_key(key, held, &value));
        if self.elements(target, "").any(|(_, object)| held(object)) {
            let message = format!("The collection has an object with the key '{}' already.", id.as_str());
            return Err(Failure::new(StatusCode::CONFLICT, "Conflict", message));
        }
        Ok(id.as_str().to_owned())
    }

    fn merge(&mut self, object: &mut Object, body: Additional) -> Result<(), Failure> {
        let changes = check::update(object.entity.declared, body, &object.members, self.settings.ignore_read_only);
        object.merge(changes.map_err(|refusal| Failure::bad_request(refusal.to_string()))?);
        object.etag = self.next_etag();
        Ok(())
    }

    /// The object at the path, blank if it exists only because it is asked for.
    fn object(&mut self, route: &Route, key: &[String]) -> Result<Object, Failure> {
        match (self.objects.get(key), route.entities.first()) {
            (Some(Some(object)), _) => Ok(object.clone()),
            (None, Some(entity)) if !self.settings.seeded_only => {
                Ok(Object::blank(*entity, key, route.ends_in_key(), self.next_etag()))
            }
            _ => Err(Failure::not_found(format!("There is no object at '/{}'.", key.join("/")))),
        }
    }

    /// The answer to a write, with a body or without one.
    fn written(&self, headers: &HeaderMap, status: StatusCode, object: &Object) -> Answer {
        let preferred = preferred_return(headers);
        let minimal = preferred.map_or(self.settings.no_content, |preferred| preferred == "minimal");
        let answer = match minimal {
            true => Answer::new(StatusCode::NO_CONTENT, None),
            false => Answer::new(status, Json::Object(object.answer(&Expand::default()))),
        };
        let answer = answer.header(ETAG, &object.etag);
        match preferred {
            Some(preferred) => answer.header(HeaderName::from_static("preference-applied"), format!("return={preferred}")),
            None => answer,
        }
    }

    fn next_etag(&mut self) -> String {
        self.revision += 1;
        format!("W/\"{}\"", self.revision)
    }

    /// Puts an object where a path leads, in the place of what is there.
    pub(super) fn place(&mut self, route: &Route, target: &Target, entity: Entity, members: Additional) {
        let etag = self.next_etag();
        let object = Object { entity, members, etag, pristine: false, listed: route.ends_in_key() };
        self.objects.insert(target.key(), Some(object));
    }
}

/// Which of the types behind a path is meant: what the tag says, and else what is stored. Gives a type only if it is another one.
fn dispatch(route: &Route, stored: Entity, pristine: bool, tag: Option<Json>) -> Result<Option<Entity>, Failure> {
    let wrong = |message: String| Err(Failure::bad_request(format!("The property '@odata.type': {message}")));
    let tag = match tag {
        Some(Json::String(tag)) => tag,
        Some(_) => return wrong("expected String".into()),
        None if pristine && route.entities.len() > 1 => return wrong("missing, and several types have this path".into()),
        None => return Ok(None),
    };
    match route.entity(&tag) {
        Some(entity) if entity.declared.tag == TagPolicy::Never => wrong(format!("{} does not take one", entity.declared.name)),
        Some(entity) if entity.declared.name == stored.declared.name => Ok(None),
        Some(entity) if pristine => Ok(Some(entity)),
        _ => wrong(format!("expected {}, found {tag}", stored.declared.name)),
    }
}

/// What Graph takes in one request, in bytes.
pub(super) const LARGEST_BODY: usize = 4 << 20;

/// The body of a request that has to be a JSON object.
pub(super) fn json_object(request: &Request<Bytes>) -> Result<Additional, Failure> {
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

/// Refuses what was meant for another state of the object.
fn unchanged(headers: &HeaderMap, object: &Object) -> Result<(), Failure> {
    if names_etag(headers, IF_MATCH, &object.etag) == Some(false) {
        let message = "The object has changed since the etag of If-Match was read.";
        return Err(Failure::new(StatusCode::PRECONDITION_FAILED, "PreconditionFailed", message));
    }
    Ok(())
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

/// The preferences of a request ([RFC 7240 §2](https://www.rfc-editor.org/rfc/rfc7240#section-2)), without spaces and quotes.
pub(super) fn preferences(headers: &HeaderMap) -> impl Iterator<Item = String> {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(|preference| preference.replace([' ', '"'], ""))
}

fn preferred_return(headers: &HeaderMap) -> Option<&'static str> {
    preferences(headers).find_map(|preference| match preference.as_str() {
        "return=minimal" => Some("minimal"),
        "return=representation" => Some("representation"),
        _ => None,
    })
}
