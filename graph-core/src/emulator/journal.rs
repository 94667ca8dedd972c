//! What the emulator was asked, and what it answered.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION};
use http::{Method, StatusCode, Uri};
use time::OffsetDateTime;

use super::check::is_annotation;
use super::fault::Fault;
use crate::model::json::{Additional, Json};
use crate::model::partial::Partial;
use crate::model::path::Path;
use crate::model::structured::Structured;

/// The requests that an [`Emulator`](super::Emulator) saw, oldest first, without any token.
///
/// A snapshot: what comes later is not in it. Its `Display` is stable from run to run, so that it can be compared with a golden file.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    exchanges: VecDeque<Arc<Exchange>>,
    total: u64,
    violations: u64,
}

/// One request, and what became of it.
#[derive(Clone, Debug)]
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

/// What a client must not do.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Violation {
    /// It called again before the time that `Retry-After` gave.
    Early {
        /// How long before.
        by: Duration,
    },
    /// It sent its token to a host that is not Graph's, or without TLS.
    TokenSentAway,
}

impl Journal {
    pub(super) fn record(&mut self, exchange: Exchange, capacity: usize) {
        self.total += 1;
        self.violations += u64::from(exchange.violation.is_some());
        while self.exchanges.len() >= capacity.max(1) {
            self.exchanges.pop_front();
        }
        if capacity > 0 {
            self.exchanges.push_back(Arc::new(exchange));
        }
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// All exchanges, oldest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Exchange> + ExactSizeIterator {
        self.exchanges.iter().map(|exchange| &**exchange)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// How many there were, those included that the journal had no room for.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// How many of [all](Self::total) did what a client must not do.
    pub fn violations(&self) -> u64 {
        self.violations
    }

    /// Whether nothing was asked.
    pub fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
    }

    /// The latest exchange.
    pub fn last(&self) -> Option<&Exchange> {
        self.iter().next_back()
    }

    /// The exchanges about the object at this path.
    pub fn at<'a, E>(&'a self, path: &Path<E>) -> impl Iterator<Item = &'a Exchange> + use<'a, E> {
        let url = format!("/{}{}", path.version(), path.as_str());
        self.iter().filter(move |exchange| exchange.url.path() == url)
    }

    /// The patches of `E` that were carried out, whether or not the answer arrived: exactly these properties were sent.
    pub fn patched<E: Structured>(&self) -> Vec<Partial<E>> {
        let applied = |exchange: &&Exchange| {
            exchange.applied && exchange.method == Method::PATCH && exchange.entity == Some(E::DECLARATION.name)
        };
        let patch = |exchange: &Exchange| Partial::read(exchange.json()?).ok();
        self.iter().filter(applied).filter_map(patch).collect()
    }
}

impl Exchange {
    /// When it arrived, by the emulator's clock.
    pub fn at(&self) -> OffsetDateTime {
        self.at
    }

    /// The method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// The whole URL.
    pub fn url(&self) -> &Uri {
        &self.url
    }

    /// The headers; of those that hold a secret, only that they were there.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// One header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as JSON, if it is.
    pub fn json(&self) -> Option<Json> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The names of the properties that were sent, in their order, without annotations such as the tag.
    pub fn properties(&self) -> Vec<String> {
        let members = self.json().and_then(|json| json.as_object().cloned()).unwrap_or_default();
        members.into_iter().map(|(name, _)| name).filter(|name| !is_annotation(name)).collect()
    }

    /// The id of the item of a `$batch`, which stands in the journal as a request of its own, after its batch.
    pub fn item(&self) -> Option<&str> {
        self.item.as_deref()
    }

    /// The qualified name of the type that it was about.
    pub fn entity(&self) -> Option<&'static str> {
        self.entity
    }

    /// Whether it changed an object. An answer that got lost is no sign that it did not.
    pub fn applied(&self) -> bool {
        self.applied
    }

    /// The status that was answered, if anything was.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// What went wrong with it on purpose.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref()
    }

    /// What it did that a client must not do.
    pub fn violation(&self) -> Option<&Violation> {
        self.violation.as_ref()
    }
}

/// The headers without their secrets: those that always are one, and those that the client marked as such.
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

/// The token of an `Authorization` header ([RFC 6750 §2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
pub(super) fn bearer(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    Some(token.trim()).filter(|token| scheme.eq_ignore_ascii_case("bearer") && !token.is_empty())
}

impl fmt::Display for Journal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, exchange) in self.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { "\n" })?;
            exchange.fmt(f)?;
        }
        Ok(())
    }
}

/// Path, the headers that a client chooses, the body, the status, and the fault that it met; nothing that another run has differently.
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
