//! The headers that a caller adds to a request.

use http::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST};
use http::{HeaderMap, HeaderName, HeaderValue};

use super::call::CLIENT_REQUEST_ID;
use crate::error::{Error, InvalidHeaderError};

/// What the client itself says.
const ITS_OWN: [HeaderName; 5] = [AUTHORIZATION, HOST, CONTENT_TYPE, CONTENT_LENGTH, CLIENT_REQUEST_ID];

/// Headers by name, or the first that cannot be sent: it is told when the request would be. Most requests have none, and an empty map
/// is large enough to be felt wherever a request is moved.
#[derive(Clone, Debug)]
pub(super) struct Headers(Option<Box<Result<HeaderMap, InvalidHeaderError>>>);

impl Headers {
    pub(super) fn new() -> Self {
        Self(None)
    }

    /// Sets it, in place of what it was.
    pub(super) fn set(mut self, name: &'static str, value: &str) -> Self {
        self.put(name, value, |_, value| Some(value));
        self
    }

    /// Adds it, behind what it has been set to: one line, since a part of a batch can have no other form ([RFC 9110 §5.3]).
    ///
    /// [RFC 9110 §5.3]: https://www.rfc-editor.org/rfc/rfc9110#section-5.3
    pub(super) fn add(mut self, name: &'static str, value: &str) -> Self {
        self.put(name, value, |before, value| match before {
            Some(before) => HeaderValue::from_bytes(&[before.as_bytes(), b", ", value.as_bytes()].concat()).ok(),
            None => Some(value),
        });
        self
    }

    fn put(&mut self, name: &'static str, value: &str, merge: fn(Option<&HeaderValue>, HeaderValue) -> Option<HeaderValue>) {
        let all = self.0.get_or_insert_with(|| Box::new(Ok(HeaderMap::new())));
        let Ok(headers) = &mut **all else { return };
        let key = HeaderName::from_bytes(name.as_bytes()).ok().filter(|key| !ITS_OWN.contains(key));
        let header = key.zip(HeaderValue::from_str(value).ok());
        let header = header.and_then(|(key, value)| Some((merge(headers.get(&key), value)?, key)));
        match header {
            Some((value, key)) => drop(headers.insert(key, value)),
            None => **all = Err(InvalidHeaderError { header: name }),
        }
    }

    pub(super) fn to_map(&self) -> Result<HeaderMap, Error> {
        self.0.as_deref().map_or_else(|| Ok(HeaderMap::new()), |headers| headers.clone().map_err(Error::InvalidHeader))
    }
}
