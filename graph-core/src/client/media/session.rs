//! The state of an upload session.

use std::fmt;

use graph_macros::GraphComplex;

use crate::auth::host::Host;
use crate::auth::secret::Secret;
use crate::client::outside::OutsideUrl;
use crate::client::raw_response::SentTokens;
use crate::model::descriptor::{Edm, PropertyType};
use crate::model::edm::DateTimeOffset;
use crate::model::json::Json;
use crate::model::property_value::{Codec, PropertyValue};
use crate::model::read_error::ReadError;
use crate::model::reader::ReadMode;
use crate::model::value_ref::ValueRef;

/// An upload session: the answer to `createUploadSession`. [`Client::resume_upload`](crate::Client::resume_upload) continues it.
///
/// The session can be serialized as JSON, so that a program can store it and continue the upload after a restart. Store it like a password:
/// the upload URL works without a token. `Debug` texts and errors contain neither the path nor the query of the upload URL.
///
/// Only with the feature `media`.
///
/// ```
/// use graph_core::client::UploadSession;
///
/// let stored = r#"{"uploadUrl": "https://sn3302.up.1drv.com/up/fe69?tempauth=s3cret", "nextExpectedRanges": ["327680-"]}"#;
/// let session: UploadSession = serde_json::from_str(stored)?;
/// assert_eq!(session.next_expected_ranges.as_deref(), Some(["327680-".to_owned()].as_slice()));
/// assert!(!format!("{session:?}").contains("s3cret"));
/// # Ok::<(), serde_json::Error>(())
/// ```
///
/// Source: [uploadSession](https://learn.microsoft.com/graph/api/resources/uploadsession).
#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.uploadSession", crate = crate)]
pub struct UploadSession {
    /// The URL that accepts the fragments.
    #[graph(read_only)]
    pub upload_url: UploadUrl,
    /// The time at which the session expires. The service sets a later time when it receives a fragment.
    #[graph(read_only)]
    pub expiration_date_time: Option<DateTimeOffset>,
    /// The ranges of bytes that the service has not received yet. Each is a text such as `327680-` (to the end of the content) or `0-26`.
    #[graph(read_only)]
    pub next_expected_ranges: Option<Vec<String>>,
}

/// The URL of an upload session, which accepts fragments without a token. `Debug` prints the scheme and the host only.
///
/// Only with the feature `media`.
#[derive(Clone, PartialEq, Eq)]
pub struct UploadUrl(Secret);

impl UploadUrl {
    /// Returns the whole URL. Treat it as a secret: anybody who knows it can send fragments.
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    /// Returns the URL as the target of requests, for a client whose host is `host`. Returns `None` if the client must not use the URL,
    /// because it is not `https` or contains a token. `answered` has the tokens of the request that created the session.
    pub(super) fn target(&self, host: &Host, answered: Option<&SentTokens>) -> Option<OutsideUrl> {
        OutsideUrl::parse(self.reveal(), host, answered)
    }
}

impl From<String> for UploadUrl {
    fn from(url: String) -> Self {
        Self(url.into())
    }
}

impl From<&str> for UploadUrl {
    fn from(url: &str) -> Self {
        Self(url.into())
    }
}

impl fmt::Debug for UploadUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reveal().parse().ok().and_then(|url| Host::of(&url).ok()) {
            Some(host) => write!(f, "UploadUrl({host}/…)"),
            None => f.write_str("UploadUrl(…)"),
        }
    }
}

#[diagnostic::do_not_recommend]
impl PropertyValue for UploadUrl {
    type Codec = Self;
}

impl Codec<Self> for UploadUrl {
    const TYPE: PropertyType = PropertyType::one(Edm::String);
    fn blank() -> Self {
        Self::from("")
    }
    fn view(value: &Self) -> ValueRef<'_> {
        ValueRef::text(value.reveal())
    }
    fn read(json: Json, _: ReadMode) -> Result<Self, ReadError> {
        match json {
            Json::String(url) => Ok(url.into()),
            other => Err(ReadError::wrong_kind("String", &other)),
        }
    }
}
