//! Content that is not JSON: `$value` of an object, `content`, and properties of the type `Edm.Stream`.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG, HeaderMap, LOCATION};
use http::{Method, StatusCode};

use super::byte_range::ranged;
use super::check::find;
use super::headers::{MAX_CONTENT, check_conditions, not_modified};
use super::object::Object;
use super::outside::Outside;
use super::reply::{Body, Rejection, Reply};
use super::routes::{Key, Place, Resource};
use super::service::{Addressed, Notes, Service, method_not_allowed};
use super::uploads::Upload;
use super::url::{RequestUrl, UrlSegment};
use crate::model::descriptor::{Edm, StructuredType};
use crate::model::json::{Additional, Json};
use crate::model::path::ApiVersion;

/// The stored contents, the upload sessions, and the URLs of redirected downloads.
#[derive(Debug, Default)]
pub(super) struct Library {
    /// The contents by the path of their object and their name, such as `$value` or `content`.
    pub(super) contents: BTreeMap<Key, Content>,
    /// The upload sessions by the id in their URLs.
    pub(super) uploads: BTreeMap<String, Upload>,
    /// The contents that redirected downloads lead to, by the id in the URL.
    pub(super) downloads: BTreeMap<String, Key>,
}

/// A stored content.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub(super) bytes: Bytes,
    pub(super) content_type: String,
    /// A strong etag, since the bytes are compared.
    pub(super) etag: String,
}

/// A content that a request addresses.
pub(super) struct MediaPlace {
    /// The path of the object and the name of the content.
    pub(super) key: Key,
    /// The path of the object that the content belongs to.
    pub(super) owner: Vec<UrlSegment>,
    pub(super) version: ApiVersion,
    /// Whether the request creates an upload session for the content.
    pub(super) is_session: bool,
}

impl MediaPlace {
    /// Returns the content that a URL addresses, or `None` if the URL leads to an object or to another part of one.
    pub(super) fn of(url: &RequestUrl, place: &Place) -> Option<Self> {
        if place.resource != Resource::Object {
            return None;
        }
        let types: Vec<_> = place.types().collect();
        let is_stream = |name: &str| types.iter().any(|declared| is_stream(declared, name));
        let words: Vec<&str> = url.segments.iter().map(|segment| segment.text.as_str()).collect();
        // An id may have the text `content`, so a word that the template does not contain is one only after the object's path.
        let is_literal = !place.tail.is_empty() || place.route.shape.last().is_some_and(Option::is_some);
        let (length, name) = match words.as_slice() {
            _ if !is_literal => return None,
            [.., name, value] if value.eq_ignore_ascii_case("$value") && is_stream(name) => (2, name.to_ascii_lowercase()),
            [.., value] if value.eq_ignore_ascii_case("$value") && place.tail.len() < 2 => (1, "$value".to_owned()),
            [.., last] if last.eq_ignore_ascii_case("createUploadSession") => (1, "content".to_owned()),
            [.., last] if last.eq_ignore_ascii_case("content") && place.tail.is_empty() => (1, "content".to_owned()),
            [.., last] if is_stream(last) => (1, last.to_ascii_lowercase()),
            _ => return None,
        };
        let owner = url.segments.get(..url.segments.len().checked_sub(length)?)?.to_vec();
        let is_session = words.last().is_some_and(|last| last.eq_ignore_ascii_case("createUploadSession"));
        // The place has the declared spelling of literals, and keys in parentheses as segments.
        let path = place.key.len() - length.checked_sub(place.tail.len())?;
        let key = place.key.iter().take(path).cloned().chain([name]).collect();
        Some(Self { key, owner, version: url.version, is_session })
    }

    /// Returns whether the service answers a write of the content with the object. It does for files, and not for photos.
    fn shows_owner(&self) -> bool {
        self.key.last().is_some_and(|name| name != "$value")
    }
}

fn is_stream(declared: &StructuredType, name: &str) -> bool {
    find(declared, name).is_some_and(|property| matches!(property.ty.edm, Edm::Stream))
}

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
        let status = if before.is_some() { StatusCode::OK } else { StatusCode::CREATED };
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
        self.library.contents.insert(key, Content { bytes, content_type, etag: etag.clone() });
        etag
    }

    /// Returns the JSON of the object that a content belongs to. The object exists from then on.
    fn owner(&mut self, media: &MediaPlace) -> Option<Additional> {
        let url = RequestUrl { version: media.version, segments: media.owner.clone(), query: Vec::new() };
        let place = self.routes.find(&url).ok().filter(|place| place.resource == Resource::Object && place.tail.is_empty())?;
        let known = self.objects.get(&place.key).cloned().flatten();
        let object = match known {
            Some(object) => object,
            None => {
                let etag = self.next_etag();
                Object::blank(*place.route.entities.first()?, &place.key, place.route.ends_in_key(), etag)
            }
        };
        let body = object.body();
        self.objects.insert(place.key, Some(object));
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
