//! Upload sessions ([createUploadSession](https://learn.microsoft.com/graph/api/driveitem-createuploadsession)).

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{Method, Request, StatusCode};

use super::headers::{check_conditions, json_object};
use super::library::{MediaPlace, Outside, Upload};
use super::media::content_type;
use super::reply::{Body, Rejection, Reply};
use super::service::{Addressed, Notes, Service, method_not_allowed};

/// How long a session lives after its last fragment.
const LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

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
