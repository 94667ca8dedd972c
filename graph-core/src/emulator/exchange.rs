//! An entry of the journal: a request and its outcome.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION};
use http::{Method, StatusCode, Uri};
use time::OffsetDateTime;

use super::check::is_annotation;
use super::fault::Fault;
use crate::model::json::{Additional, Json};

/// A request that the emulator has received, and its outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    pub(super) at: OffsetDateTime,
    pub(super) method: Method,
    pub(super) url: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) item: Option<String>,
    pub(super) entity: Option<&'static str>,
    pub(super) applied: bool,
    pub(super) status: Option<StatusCode>,
    pub(super) fault: Option<Fault>,
    pub(super) violation: Option<Violation>,
}

/// A rule of Graph that a client broke.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Violation {
    /// The client retried before `Retry-After` had elapsed.
    Early {
        /// How long before the end of the wait in `Retry-After` the client retried.
        by: Duration,
    },
    /// The client sent its token over a connection without TLS, to a host outside Graph, or to a URL that works without a token: an upload
    /// URL, the URL of a redirected download, or the monitor URL of a long-running operation.
    TokenSentAway,
}

impl Exchange {
    /// Returns the time at which the request arrived, by the emulator's clock.
    pub fn at(&self) -> OffsetDateTime {
        self.at
    }

    /// Returns the HTTP method of the request.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the complete URL of the request.
    pub fn url(&self) -> &Uri {
        &self.url
    }

    /// Returns the request's headers, with secrets replaced by `[redacted]`.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the value of a request header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns the request's body as the client sent it.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the request's body as JSON, if it is JSON.
    pub fn json(&self) -> Option<Json> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Returns the names of the properties in the request's body, in their order, without annotations such as `@odata.type`.
    pub fn properties(&self) -> Vec<String> {
        let members = self.json().and_then(|json| json.as_object().cloned()).unwrap_or_default();
        members.into_iter().map(|(name, _)| name).filter(|name| !is_annotation(name)).collect()
    }

    /// Returns the request's `id` in its batch, if it is inside a `$batch`. Each request of a batch has its own exchange in the journal,
    /// after the exchange of the batch.
    pub fn item(&self) -> Option<&str> {
        self.item.as_deref()
    }

    /// Returns the qualified name of the entity type that the request addressed, such as `microsoft.graph.user`.
    pub fn entity(&self) -> Option<&'static str> {
        self.entity
    }

    /// Returns `true` if the request changed an object, even if the client never received the response.
    pub fn applied(&self) -> bool {
        self.applied
    }

    /// Returns the HTTP status of the response, if the client received a response.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// Returns the fault that the emulator injected into the request.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// Returns the rule of Graph that the client broke with the request, if any.
    pub fn violation(&self) -> Option<&Violation> {
        self.violation.as_ref()
    }
}

/// Returns request headers in which the values of secret headers are replaced: credentials, and values that the client marked as sensitive.
pub(super) fn redacted(headers: &HeaderMap) -> HeaderMap {
    let secret = |name: &HeaderName, value: &HeaderValue| {
        value.is_sensitive() || [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name)
    };
    let shown = |name: &HeaderName, value: &HeaderValue| match bearer(value) {
        _ if !secret(name, value) => value.clone(),
        Some(_) => HeaderValue::from_static("Bearer [redacted]"),
        None => HeaderValue::from_static("[redacted]"),
    };
    headers.iter().map(|(name, value)| (name.clone(), shown(name, value))).collect()
}

/// Returns the bearer token in the value of an `Authorization` header.
pub(super) fn bearer(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    Some(token.trim()).filter(|token| scheme.eq_ignore_ascii_case("bearer") && !token.is_empty())
}

/// Writes the request (method, path, headers and body), the response's status and the fault. Headers that differ between runs, such as
/// `client-request-id`, are left out, so the text is the same in every run.
impl fmt::Display for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(item) = &self.item {
            write!(f, "[{item}] ")?;
        }
        writeln!(f, "{} {}", self.method, self.url.path_and_query().map_or("/", |path| path.as_str()))?;
        const OF_THE_RUN: [&str; 5] = ["host", "user-agent", "client-request-id", "content-length", "accept-encoding"];
        let mut headers: Vec<_> = self.headers.iter().filter(|(name, _)| !OF_THE_RUN.contains(&name.as_str())).collect();
        headers.sort_by_key(|(name, _)| name.as_str());
        for (name, value) in headers {
            writeln!(f, "{name}: {}", String::from_utf8_lossy(value.as_bytes()))?;
        }
        if !self.body.is_empty() {
            let pretty = serde_json::from_slice::<Additional>(&self.body).and_then(|json| serde_json::to_string_pretty(&json));
            writeln!(f, "\n{}", pretty.unwrap_or_else(|_| String::from_utf8_lossy(&self.body).into_owned()))?;
        }
        match self.status {
            Some(status) => write!(f, "=> {status}")?,
            None => f.write_str("=> no answer")?,
        }
        if let Some(fault) = &self.fault {
            write!(f, " (fault: {fault})")?;
        }
        match self.violation {
            Some(Violation::Early { .. }) => writeln!(f, " (too early)"),
            Some(Violation::TokenSentAway) => writeln!(f, " (a token sent away)"),
            None => writeln!(f),
        }
    }
}
