//! Upload sessions ([createUploadSession](https://learn.microsoft.com/graph/api/driveitem-createuploadsession)).

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{Method, Request, StatusCode};
use time::OffsetDateTime;

use super::byte_range::sent;
use super::headers::{check_conditions, json_object};
use super::media::{MediaPlace, content_type};
use super::outside::Outside;
use super::reply::{Body, Rejection, Reply};
use super::service::{Addressed, Notes, Service, method_not_allowed};
use crate::model::edm::DateTimeOffset;
use crate::model::json::Additional;

/// How long a session lives after its last fragment.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// Fragments have to be a multiple of this size, except for the last one.
const UNIT: u64 = 320 * 1024;

/// The limit of one fragment.
const LARGEST: u64 = 60 * 1024 * 1024;

/// An upload session: the fragments that have arrived, without gaps.
pub(super) struct Upload {
    media: MediaPlace,
    received: BytesMut,
    /// The size of the content, from the first fragment.
    size: Option<u64>,
    expires: OffsetDateTime,
}

impl std::fmt::Debug for Upload {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Upload").field("key", &self.media.key).field("received", &self.received.len()).finish_non_exhaustive()
    }
}

impl Upload {
    /// Returns the state of the session as JSON, without its URL.
    fn state(&self) -> Additional {
        let expires = DateTimeOffset::from(self.expires).to_string();
        let ranges = vec![format!("{}-", self.received.len())];
        [("expirationDateTime".to_owned(), expires.into()), ("nextExpectedRanges".to_owned(), ranges.into())]
            .into_iter()
            .collect()
    }

    /// Checks a fragment.
    ///
    /// # Errors
    /// 400 for a malformed fragment, 413 for a fragment that is too large, 416 for a fragment that is not the next one.
    fn check(&self, request: &Request<Bytes>) -> Result<u64, Rejection> {
        let Some((range, size)) = sent(request.headers()) else {
            return Err(Rejection::bad_request("The header Content-Range is missing or malformed: expected 'bytes 0-4/10'."));
        };
        let length = range.end - range.start;
        if length != request.body().len() as u64 {
            return Err(Rejection::bad_request("The length of the body differs from the Content-Range."));
        }
        if length > LARGEST {
            return Err(Rejection::of(StatusCode::PAYLOAD_TOO_LARGE, "The fragment is larger than 60 MiB."));
        }
        if length % UNIT != 0 && range.end != size {
            return Err(Rejection::bad_request("The size of a fragment before the last one is not a multiple of 320 KiB."));
        }
        if self.size.is_some_and(|known| known != size) {
            return Err(Rejection::bad_request("The size of the content differs from that of an earlier fragment."));
        }
        if range.start != self.received.len() as u64 {
            let message = "The fragment overlaps with a range that was received, or leaves a gap.";
            return Err(Rejection::new(StatusCode::RANGE_NOT_SATISFIABLE, "invalidRange", message));
        }
        Ok(size)
    }
}

impl Service {
    /// Creates an upload session for a content.
    pub(super) fn create_upload(&mut self, to: &Addressed<'_>, media: MediaPlace) -> Result<Reply, Rejection> {
        if !to.request.body().is_empty() {
            json_object(to.request)?;
        }
        let etag = self.library.contents.get(&media.key).map_or("", |content| content.etag.as_str());
        check_conditions(to.request.headers(), etag)?;
        let (id, expires) = (self.ids.guid(), self.clock.last() + LIFETIME);
        let url = self.outside_url(to.request, Outside::UPLOADS, &id);
        let upload = Upload { media, received: BytesMut::new(), size: None, expires };
        let mut session = upload.state();
        session.insert("uploadUrl".into(), url.into());
        self.library.uploads.insert(id, upload);
        Ok(Reply::json(StatusCode::OK, session))
    }

    /// Answers a request to the URL of an upload session.
    pub(super) fn upload(&mut self, request: &Request<Bytes>, id: &str, notes: &mut Notes) -> Result<Reply, Rejection> {
        let now = self.clock.last();
        self.library.uploads.retain(|_, upload| upload.expires > now);
        let gone = || Rejection::new(StatusCode::NOT_FOUND, "itemNotFound", "The upload session was not found.");
        let upload = self.library.uploads.get_mut(id).ok_or_else(gone)?;
        match *request.method() {
            Method::GET => return Ok(Reply::json(StatusCode::OK, upload.state())),
            Method::DELETE => {
                self.library.uploads.remove(id);
                return Ok(Reply::new(StatusCode::NO_CONTENT, Body::Empty));
            }
            Method::PUT => {}
            _ => return Err(method_not_allowed("GET, PUT, DELETE")),
        }
        let size = upload.check(request)?;
        upload.size = Some(size);
        upload.received.extend_from_slice(request.body());
        upload.expires = now + LIFETIME;
        notes.applied = true;
        if (upload.received.len() as u64) < size {
            return Ok(Reply::json(StatusCode::ACCEPTED, upload.state()));
        }
        let upload = self.library.uploads.remove(id).ok_or_else(gone)?;
        self.store_content(upload.media.key.clone(), content_type(request.headers()), upload.received.freeze());
        Ok(self.written_content(&upload.media, StatusCode::CREATED))
    }
}
