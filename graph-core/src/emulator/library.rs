//! Stored contents, upload sessions, and the URLs that lead to them.

use std::collections::BTreeMap;
use std::fmt;

use bytes::{Bytes, BytesMut};
use http::{Request, StatusCode, Uri};
use time::OffsetDateTime;

use super::byte_range::sent;
use super::check::find;
use super::pattern::Part;
use super::reply::Rejection;
use super::routes::{Key, Place, Resource};
use super::url::{RequestUrl, UrlSegment};
use crate::model::descriptor::{Edm, StructuredType};
use crate::model::edm::DateTimeOffset;
use crate::model::json::Additional;
use crate::model::path::ApiVersion;

/// The stored contents, the upload sessions, and the URLs of redirected downloads.
#[derive(Debug, Default)]
pub(super) struct Library {
    /// The stored contents. The key of each is the path of the object that it belongs to, plus the content's name, such as `$value` or
    /// `content`.
    pub(super) contents: BTreeMap<Key, Content>,
    /// The upload sessions, by the id in their upload URLs.
    pub(super) uploads: BTreeMap<String, Upload>,
    /// The keys of the contents that redirected downloads lead to, by the id in the download URL.
    pub(super) downloads: BTreeMap<String, Key>,
}

/// A stored content.
#[derive(Clone, Debug)]
pub(super) struct Content {
    pub(super) bytes: Bytes,
    pub(super) content_type: String,
    /// The content's etag. It is a strong etag, because it identifies the exact bytes.
    pub(super) etag: String,
}

/// A content that a request addresses.
pub(super) struct MediaPlace {
    /// The path of the object that the content belongs to, plus the content's name.
    pub(super) key: Key,
    /// The segments of the request's URL that lead to the object that the content belongs to.
    pub(super) owner: Vec<UrlSegment>,
    pub(super) version: ApiVersion,
    /// Whether the request creates an upload session for the content.
    pub(super) is_session: bool,
}

impl MediaPlace {
    /// Returns the content that a URL addresses, or `None` if the URL leads to something else.
    pub(super) fn of(url: &RequestUrl, place: &Place) -> Option<Self> {
        // The last segment `content` can also be an id. It is not an id if the template ends in a literal, or if the segment comes after
        // the object's path.
        let is_literal = !place.tail.is_empty() || matches!(place.route.pattern.parts.last(), Some(Part::Name(_)));
        if place.resource != Resource::Object || !is_literal {
            return None;
        }
        let types: Vec<_> = place.types().collect();
        let is_stream = |name: &str| types.iter().any(|declared| is_stream(declared, name));
        let words: Vec<&str> = url.segments.iter().map(|segment| segment.text.as_str()).collect();
        let (length, name) = match words.as_slice() {
            [.., name, value] if value.eq_ignore_ascii_case("$value") && is_stream(name) => (2, name.to_ascii_lowercase()),
            [.., value] if value.eq_ignore_ascii_case("$value") && place.tail.len() < 2 => (1, "$value".to_owned()),
            [.., last] if last.eq_ignore_ascii_case("createUploadSession") => (1, "content".to_owned()),
            [.., last] if last.eq_ignore_ascii_case("content") && place.tail.is_empty() => (1, "content".to_owned()),
            [.., last] if is_stream(last) => (1, last.to_ascii_lowercase()),
            _ => return None,
        };
        let owner = url.segments.get(..url.segments.len().checked_sub(length)?)?.to_vec();
        let is_session = words.last().is_some_and(|last| last.eq_ignore_ascii_case("createUploadSession"));
        // The key comes from the place and not from the URL: the place has literals in their declared spelling, and keys in parentheses as
        // segments.
        let path = place.key.len() - length.checked_sub(place.tail.len())?;
        let key = place.key.iter().take(path).cloned().chain([name]).collect();
        Some(Self { key, owner, version: url.version, is_session })
    }

    /// Returns `true` if the response to a write of the content contains the object that the content belongs to. The response contains it
    /// for a file, but not for a photo.
    pub(super) fn shows_owner(&self) -> bool {
        self.key.last().is_some_and(|name| name != "$value")
    }
}

fn is_stream(declared: &StructuredType, name: &str) -> bool {
    find(declared, name).is_some_and(|property| matches!(property.ty.edm, Edm::Stream))
}

/// The size of every fragment except the last one must be a multiple of this number of bytes.
const UNIT: u64 = 320 * 1024;

/// The maximum size of a fragment, in bytes.
const LARGEST: u64 = 60 * 1024 * 1024;

/// An upload session. The fragments that have arrived follow each other without gaps.
pub(super) struct Upload {
    pub(super) media: MediaPlace,
    pub(super) received: BytesMut,
    /// The size of the whole content in bytes, which the first fragment states.
    pub(super) size: Option<u64>,
    pub(super) expires: OffsetDateTime,
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Upload").field("key", &self.media.key).field("received", &self.received.len()).finish_non_exhaustive()
    }
}

impl Upload {
    /// Returns the state of the session as JSON, without the upload URL.
    pub(super) fn state(&self) -> Additional {
        let expires = DateTimeOffset::from(self.expires).to_string();
        let ranges = vec![format!("{}-", self.received.len())];
        [("expirationDateTime".to_owned(), expires.into()), ("nextExpectedRanges".to_owned(), ranges.into())]
            .into_iter()
            .collect()
    }

    /// Checks the fragment in a request, and returns the size of the whole content.
    ///
    /// # Errors
    /// 400 for a malformed fragment, 413 for a fragment that is too large, 416 for a fragment that is not the next one.
    pub(super) fn check(&self, request: &Request<Bytes>) -> Result<u64, Rejection> {
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

/// A URL that works without a token.
pub(super) struct Outside<'u> {
    pub(super) kind: &'u str,
    pub(super) id: &'u str,
}

impl<'u> Outside<'u> {
    /// The value of `kind` for the URLs of redirected downloads.
    pub(super) const DOWNLOADS: &'static str = "downloads";
    /// The value of `kind` for upload URLs.
    pub(super) const UPLOADS: &'static str = "uploads";
    /// The value of `kind` for the monitor URLs of long-running operations.
    pub(super) const OPERATIONS: &'static str = "operations";

    /// Parses a URL of the form that [`Service::outside_url`] writes.
    pub(super) fn parse(url: &'u Uri) -> Option<Self> {
        let (kind, id) = url.path().strip_prefix("/media/")?.split_once('/')?;
        // The query contains the id again, as the credential `tempauth`, like the URLs of SharePoint.
        let is_known =
            [Self::DOWNLOADS, Self::UPLOADS, Self::OPERATIONS].contains(&kind) && url.query()?.strip_prefix("tempauth=")? == id;
        is_known.then_some(Self { kind, id })
    }
}
