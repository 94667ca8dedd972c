//! Requests for one object: read, update, replace, create, delete.

use bytes::Bytes;
use http::header::{ETAG, HeaderName, IF_MATCH, LOCATION};
use http::{Request, StatusCode};
use percent_encoding::utf8_percent_encode;

use super::alternate::assign;
use super::blank::blank;
use super::check::{self, Mismatch, Write};
use super::context::{context, origin};
use super::headers::{check_conditions, json_object, not_modified, preferences, preferred_return};
use super::object::{Object, same_key};
use super::options::{Options, Target};
use super::paging;
use super::project::project;
use super::reply::{Body, Rejection, Reply};
use super::routes::{Key, Place, Resource, Route, ServedType};
use super::service::{Addressed, Notes, Service};
use crate::model::descriptor::Property;
use crate::model::id::Id;
use crate::model::id::SEGMENT;
use crate::model::json::{Additional, Json};

impl Service {
    pub(super) fn get(&mut self, to: &Addressed<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        let object = self.object(to.place)?;
        notes.about(object.entity);
        let options = self.options(to, &[object.entity.declared], Target::Object)?;
        if self.objects.get(&to.place.key).is_none() {
            self.objects.put(to.place.key.clone(), object.clone());
        }
        if let Some(reply) = not_modified(to.request.headers(), &object.etag) {
            return Ok(reply);
        }
        Ok(Reply::json(StatusCode::OK, self.shown(to, &object, &options)).header(ETAG, object.etag))
    }

    pub(super) fn patch(&mut self, to: &Addressed<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        let Some(object) = self.existing(to.place) else {
            let headers = to.request.headers();
            let upserts =
                !headers.contains_key(IF_MATCH) && preferences(headers).any(|preference| preference == "create-if-missing");
            return if upserts { self.upsert(to, notes) } else { Err(missing(&to.place.key)) };
        };
        notes.about(object.entity);
        self.change(to, object, notes)
    }

    /// Replaces an object: properties that the body leaves out become blank. Creates the object if it does not exist.
    pub(super) fn put(&mut self, to: &Addressed<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        let Some(mut object) = self.existing(to.place) else {
            return if to.request.headers().contains_key(IF_MATCH) {
                Err(missing(&to.place.key))
            } else {
                self.upsert(to, notes)
            };
        };
        notes.about(object.entity);
        let blank = blank(object.entity.declared);
        let fixed = |name: &String| !check::find(object.entity.declared, name).is_some_and(|property| property.writable());
        let kept: Vec<_> =
            object.members.iter().filter(|(name, _)| fixed(name)).map(|(name, value)| (name.clone(), value.clone())).collect();
        object.members = blank;
        object.members.extend(kept.into_iter().filter(|(name, _)| check::find(object.entity.declared, name).is_some()));
        self.change(to, object, notes)
    }

    /// Applies a request's body to an object, and stores the object.
    fn change(&mut self, to: &Addressed<'_>, mut object: Object, notes: &mut Notes) -> Result<Reply, Rejection> {
        check_conditions(to.request.headers(), &object.etag)?;
        let mut body = json_object(to.request)?;
        let tag = body.shift_remove("@odata.type");
        if let Some(entity) = dispatch(&to.place.route, object.entity, object.pristine, tag, self.settings.strict)? {
            object = object.retyped(entity, &to.place.key);
        }
        notes.about(object.entity);
        let options = self.options(to, &[object.entity.declared], Target::Object)?;
        let bound = self.bound(object.entity.declared, &to.place.key, &mut body)?;
        self.merge(&mut object, body, false)?;
        self.objects.put(to.place.key.clone(), object.clone());
        self.add_links(bound);
        notes.applied = true;
        Ok(self.written(to, StatusCode::OK, &object, &options))
    }

    pub(super) fn delete(&mut self, to: &Addressed<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        let object = self.object(to.place)?;
        notes.about(object.entity);
        check_conditions(to.request.headers(), &object.etag)?;
        self.objects.bury(to.place.key.clone());
        self.unlink(&to.place.key);
        notes.applied = true;
        Ok(Reply::new(StatusCode::NO_CONTENT, Body::Empty))
    }

    /// Creates an object in the collection that a request addresses.
    pub(super) fn create(&mut self, to: &Addressed<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        let mut body = json_object(to.request)?;
        let tag = body.shift_remove("@odata.type");
        let entity = self.entity(&to.place.route, tag)?;
        notes.about(entity);
        let options = self.options(to, &[entity.declared], Target::Object)?;
        let id = self.new_key(entity, &to.place.key, &mut body)?;
        let mut key = to.place.key.clone();
        key.push(id);
        let object = self.created(entity, &key, true, body)?;
        notes.applied = true;
        let reply = self.written(to, StatusCode::CREATED, &object, &options);
        Ok(located(reply, to.request, key.last()))
    }

    /// Creates the object at the path of a `PUT` or `PATCH` request.
    fn upsert(&mut self, to: &Addressed<'_>, notes: &mut Notes) -> Result<Reply, Rejection> {
        let mut body = json_object(to.request)?;
        let tag = body.shift_remove("@odata.type");
        let entity = self.entity(&to.place.route, tag)?;
        notes.about(entity);
        let options = self.options(to, &[entity.declared], Target::Object)?;
        body.retain(|name, _| !check::find(entity.declared, name).is_some_and(|property| property.key));
        assign(entity, &mut body, &to.place.assigned);
        let object = self.created(entity, &to.place.key, to.place.ends_in_key, body)?;
        notes.applied = true;
        let reply = self.written(to, StatusCode::CREATED, &object, &options);
        Ok(located(reply, to.request, None))
    }

    fn created(&mut self, entity: ServedType, key: &Key, ends_in_key: bool, mut body: Additional) -> Result<Object, Rejection> {
        let bound = self.bound(entity.declared, key, &mut body)?;
        let mut object = Object::blank(entity, key, ends_in_key, String::new());
        self.merge(&mut object, body, true)?;
        self.objects.put(key.clone(), object.clone());
        self.add_links(bound);
        Ok(object)
    }

    /// Returns the type of a new object: the type that `@odata.type` (`tag`) names. If there is no tag, returns the first type with this
    /// path.
    fn entity(&self, route: &Route, tag: Option<Json>) -> Result<ServedType, Rejection> {
        let Some(first) = route.entities.first() else { return Err(Rejection::not_found("Nothing is declared here.")) };
        Ok(dispatch(route, *first, true, tag, self.settings.strict)?.unwrap_or(*first))
    }

    /// Removes the key from the request body and returns it. If the body does not contain a key, returns a new one.
    fn new_key(&mut self, entity: ServedType, collection: &Key, body: &mut Additional) -> Result<String, Rejection> {
        let property = entity.declared.properties.iter().find(|property| property.key);
        let written = property.and_then(|key| body.keys().find(|name| name.eq_ignore_ascii_case(key.name)).cloned());
        let chosen = written.and_then(|name| body.shift_remove(&name));
        let (Some(property), Some(value), false) = (property, chosen, self.settings.assigns_keys) else {
            return Ok(self.free_key(property));
        };
        let refused = |mismatch: Mismatch| Rejection::bad_request(mismatch.at(property.name).to_string());
        let value = check::accept(&property.ty, value).map_err(refused)?;
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let id = Id::new(text).map_err(|error| refused(Mismatch::new(error.to_string())))?;
        let held = |object: &Object| object.members.get(property.name).is_some_and(|held| same_key(property, held, &value));
        if self.elements(collection, "").any(|(_, object)| held(object)) {
            let message = format!("The collection has an object with the key '{}' already.", id.as_str());
            return Err(Rejection::of(StatusCode::CONFLICT, message));
        }
        Ok(id.as_str().to_owned())
    }

    /// Returns a random key that fits the type of the key property: a GUID, or a number below 2³¹.
    fn free_key(&mut self, property: Option<&Property>) -> String {
        let guid = self.ids.guid();
        let fits = property.is_none_or(|property| check::accept(&property.ty, guid.clone().into()).is_ok());
        if fits { guid } else { (self.ids.next() >> 33).to_string() }
    }

    fn merge(&mut self, object: &mut Object, body: Additional, creates: bool) -> Result<(), Rejection> {
        let write = Write { strict: self.settings.strict, creates };
        let changes = check::changes(object.entity.declared, body, &object.members, write);
        object.merge(changes.map_err(|mismatch| Rejection::bad_request(mismatch.to_string()))?);
        object.etag = self.next_etag();
        Ok(())
    }

    /// Returns the object at a path. The object is blank if no request has used it before.
    ///
    /// # Errors
    /// 404 if the object was deleted, does not exist, or has another type than the path names.
    pub(super) fn object(&mut self, place: &Place) -> Result<Object, Rejection> {
        self.existing(place).ok_or_else(|| missing(&place.key))
    }

    fn existing(&mut self, place: &Place) -> Option<Object> {
        let object = match (self.objects.get(&place.key), place.types().next()) {
            (Some(object), _) => Some(object.clone()),
            (None, Some(declared)) if !self.settings.seeded_only && !self.objects.knows(&place.key) => {
                let entity = place.route.entities.iter().find(|entity| std::ptr::eq(entity.declared, declared))?;
                let mut object = Object::blank(*entity, &place.key, place.ends_in_key, self.next_etag());
                assign(*entity, &mut object.members, &place.assigned);
                Some(object)
            }
            _ => None,
        };
        object.filter(|object| place.types().any(|declared| std::ptr::eq(declared, object.entity.declared)))
    }

    /// Returns the response to a write of an object, with or without a body as the client prefers.
    fn written(&self, to: &Addressed<'_>, status: StatusCode, object: &Object, options: &Options) -> Reply {
        let preferred = preferred_return(to.request.headers());
        let minimal = match status {
            StatusCode::CREATED => self.settings.create_no_content,
            _ => self.settings.no_content,
        };
        let reply = match preferred.map_or(minimal, |preferred| preferred == "minimal") {
            true => Reply::new(StatusCode::NO_CONTENT, Body::Empty),
            false => Reply::json(status, self.shown(to, object, options)),
        };
        let reply = reply.header(ETAG, &object.etag);
        match preferred {
            Some(preferred) => reply.header(HeaderName::from_static("preference-applied"), format!("return={preferred}")),
            None => reply,
        }
    }

    /// Returns the body of a response that contains one object.
    fn shown(&self, to: &Addressed<'_>, object: &Object, options: &Options) -> Additional {
        let selected = options.context();
        let context = context(&origin(to.request.uri()), to.url.version, to.place, &selected, true);
        let mut body = Additional::new();
        body.insert("@odata.context".into(), context.into());
        // The path of a creation is the path of the collection, so the new object's key comes from its members.
        let key = paging::key_of(object.entity.declared, &object.members).filter(|_| to.place.resource == Resource::Collection);
        let located = key.as_ref().map_or_else(|| self.located(to), |key| self.located(to).inside(key));
        let path: Key = to.place.key.iter().cloned().chain(key).collect();
        body.extend(project(object.entity.declared, self.linked_body(&path, object, options.into()), options.into(), &located));
        body
    }

    pub(super) fn next_etag(&mut self) -> String {
        self.revision += 1;
        format!("W/\"{}\"", self.revision)
    }

    /// Stores an object at a path, in place of any object there.
    pub(super) fn store(&mut self, place: &Place, entity: ServedType, members: Additional) {
        let etag = self.next_etag();
        let object = Object { entity, members, etag, pristine: false, listed: place.ends_in_key };
        self.objects.put(place.key.clone(), object);
    }
}

/// Adds the headers with the URL of a new object to a reply. `id` is the object's key if the request's URL is the URL of its collection.
fn located(reply: Reply, request: &Request<Bytes>, id: Option<&String>) -> Reply {
    let url = request.uri().to_string();
    let url = url.split('?').next().unwrap_or_default().trim_end_matches('/');
    let location = match id {
        Some(id) => format!("{url}/{}", utf8_percent_encode(id, SEGMENT)),
        None => url.to_owned(),
    };
    let reply = match reply.body {
        Body::Empty => reply.header(HeaderName::from_static("odata-entityid"), &location),
        _ => reply,
    };
    reply.header(LOCATION, location)
}

fn missing(key: &Key) -> Rejection {
    Rejection::not_found(format!("There is no object at '/{}'.", key.join("/")))
}

/// Returns the type that `@odata.type` names, if it differs from the stored object's type.
///
/// # Errors
/// 400 if the object cannot have the type that the tag names, or if a required tag is missing.
fn dispatch(
    route: &Route,
    stored: ServedType,
    pristine: bool,
    tag: Option<Json>,
    strict: bool,
) -> Result<Option<ServedType>, Rejection> {
    let wrong = |message: String| Err(Rejection::bad_request(format!("The property '@odata.type': {message}")));
    let tag = match tag {
        Some(Json::String(tag)) => tag,
        Some(_) => return wrong("expected String".into()),
        None if pristine && route.entities.len() > 1 => return wrong("missing, and several types have this path".into()),
        None => return Ok(None),
    };
    match route.entity(&tag) {
        Some(entity) if strict && !entity.is_tagged() => wrong(format!("{} does not take one", entity.declared.name)),
        Some(entity) if entity.declared.name == stored.declared.name => Ok(None),
        Some(entity) if pristine => Ok(Some(entity)),
        _ => wrong(format!("expected {}, found {tag}", stored.declared.name)),
    }
}
