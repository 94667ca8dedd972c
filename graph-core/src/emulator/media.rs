//! Content that is not JSON: `$value` of an object, `content`, and properties of the type `Edm.Stream`.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG, HeaderMap, LOCATION};
use http::{Method, StatusCode};

use super::byte_range::ranged;
use super::headers::{MAX_CONTENT, check_conditions, not_modified};
use super::library::{Content, MediaPlace, Outside};
use super::object::Object;
use super::reply::{Body, Rejection, Reply};
use super::routes::{Key, Resource};
use super::service::{Addressed, Notes, Service, method_not_allowed};
use super::url::RequestUrl;
use crate::model::json::{Additional, Json};

impl Service {
    /// Answers a request for content.
    pub(super) fn media(&mut self, to: &Addressed<'_>, media: MediaPlace, notes: &mut Notes) -> Result<Reply, Rejection> {
        match *to.request.method() {
            Method::POST if media.is_session => self.create_upload(to, media),
            _ if media.is_session => Err(method_not_allowed("POST")),
            Method::GET | Method::HEAD => self.read_content(to, media),
            Method::PUT | Method::PATCH => self.write_content(to, media, notes),
            Method::DELETE => {
                notes.applied = true;
                let removed = self.library.contents.remove(&media.key);
                removed.map(|_| Reply::new(StatusCode::NO_CONTENT, Body::Empty)).ok_or_else(missing)
            }
            _ => Err(method_not_allowed("GET, PUT, PATCH, DELETE")),
        }
    }

    fn read_content(&mut self, to: &Addressed<'_>, media: MediaPlace) -> Result<Reply, Rejection> {
        let content = self.library.contents.get(&media.key).ok_or_else(missing)?;
        if let Some(reply) = not_modified(to.request.headers(), &content.etag) {
            return Ok(reply);
        }
        if !self.settings.redirects_downloads {
            return ranged(to.request.headers(), content);
        }
        let id = self.ids.guid();
        let location = self.outside_url(to.request, Outside::DOWNLOADS, &id);
        self.library.downloads.insert(id, media.key);
        Ok(Reply::new(StatusCode::FOUND, Body::Empty).header(LOCATION, location))
    }

    fn write_content(&mut self, to: &Addressed<'_>, media: MediaPlace, notes: &mut Notes) -> Result<Reply, Rejection> {
        let (headers, bytes) = (to.request.headers(), to.request.body().clone());
        if bytes.len() > MAX_CONTENT {
            return Err(Rejection::of(
                StatusCode::PAYLOAD_TOO_LARGE,
                "The content is larger than 250 MB: use an upload session.",
            ));
        }
        let before = self.library.contents.get(&media.key);
        check_conditions(headers, before.map_or("", |content| content.etag.as_str()))?;
        // Graph answers a new photo with 200 and a new file with 201.
        let status = if before.is_some() || !media.shows_owner() { StatusCode::OK } else { StatusCode::CREATED };
        let content_type = content_type(headers);
        notes.applied = true;
        let etag = self.store_content(media.key.clone(), content_type, bytes);
        Ok(self.written_content(&media, status).header(ETAG, etag))
    }

    /// Returns the response to a write of content.
    pub(super) fn written_content(&mut self, media: &MediaPlace, status: StatusCode) -> Reply {
        match self.owner(media).filter(|_| media.shows_owner()) {
            Some(owner) => Reply::json(status, Json::Object(owner)),
            None => Reply::new(status, Body::Empty),
        }
    }

    /// Stores a content, and returns its new etag.
    pub(super) fn store_content(&mut self, key: Key, content_type: String, bytes: Bytes) -> String {
        self.revision += 1;
        let etag = format!("\"c{}\"", self.revision);
        if let Some((name, owner)) = key.split_last() {
            self.objects.touch(owner, name);
        }
        self.library.contents.insert(key, Content { bytes, content_type, etag: etag.clone() });
        etag
    }

    /// Returns the JSON of the object that a content belongs to. If no request has used the object before, stores it.
    fn owner(&mut self, media: &MediaPlace) -> Option<Additional> {
        let url = RequestUrl { version: media.version, segments: media.owner.clone(), query: Vec::new() };
        let place = Some(self.settle(self.routes.find(&url).ok()?))
            .filter(|place| place.resource == Resource::Object && place.tail.is_empty())?;
        if let Some(known) = self.objects.get(&place.key) {
            return Some(known.body());
        }
        let etag = self.next_etag();
        let object = Object::blank(*place.route.entities.first()?, &place.key, place.ends_in_key, etag);
        let body = object.body();
        self.objects.put(place.key, object);
        Some(body)
    }
}

pub(super) fn content_type(headers: &HeaderMap) -> String {
    let sent = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    sent.unwrap_or("application/octet-stream").to_owned()
}

pub(super) fn missing() -> Rejection {
    Rejection::not_found("There is no content here. Store it with `Emulator::store_content`, or upload it.")
}
