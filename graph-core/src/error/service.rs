//! What the service says when it refuses.

use std::fmt;
use std::time::Duration;

use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};

use super::{RequestInfo, one_line, write_ids};
use crate::model::descriptor::Permissions;
use crate::model::json::{Additional, Json};
use crate::transport::retry_after;

/// An error response, all of it that is of use.
///
/// Branch on [`has_code`](Self::has_code), never on the message, whose words change.
///
/// Source: [Microsoft Graph error responses](https://learn.microsoft.com/graph/errors).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServiceError {
    /// The request.
    pub request: RequestInfo,
    /// The status.
    pub status: StatusCode,
    /// The codes, from the general one to the most special, which stands innermost.
    pub codes: Vec<String>,
    /// The message, for developers; of a response that is no JSON, its first characters.
    pub message: Option<String>,
    /// What the error is about, such as a property.
    pub target: Option<String>,
    /// Further errors of the same request.
    pub details: Vec<ErrorDetail>,
    /// The id that the service gave the request.
    pub request_id: Option<String>,
    /// When the service answered, as it wrote it.
    pub date: Option<String>,
    /// Which part of the service answered: `x-ms-ags-diagnostic`.
    pub diagnostic: Option<String>,
    /// How long the service asks to wait.
    pub retry_after: Option<Duration>,
    /// How often the request was sent.
    pub attempts: u32,
    /// The permissions that the entity's declaration names.
    pub permissions: Permissions,
}

/// One of several errors of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The code.
    pub code: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// What it is about.
    pub target: Option<String>,
}

/// Texts of a response, with the token taken out should the service have sent it back.
pub(crate) struct Scrubbed<'a> {
    pub(crate) token: &'a str,
}

impl Scrubbed<'_> {
    pub(crate) fn text(&self, text: &str) -> String {
        // A word as short as the tokens of tests is none that a service would issue, and may well be a part of other words. A text
        // too short to hold the token is not searched: getting ready to search for one costs as much as the rest of a request.
        if self.token.len() < 16 || text.len() < self.token.len() {
            return text.to_owned();
        }
        let escaped = text.contains('\\').then(|| unescape(text)).filter(|text| text.contains(self.token));
        escaped.as_deref().unwrap_or(text).replace(self.token, "[token]")
    }

    /// A text that may have been cut: from where it begins as the token does, it is taken out.
    pub(crate) fn cut(&self, text: &str) -> String {
        let start = self.token.get(..16).and_then(|start| text.find(start));
        start.map_or_else(|| text.to_owned(), |start| format!("{}[token]", &text[..start]))
    }

    /// The error of a text, which may name a member of it.
    pub(crate) fn json_error(&self, error: serde_json::Error) -> serde_json::Error {
        let text = error.to_string();
        let cut = self.cut(&text);
        if cut == text { error } else { serde::de::Error::custom(cut) }
    }

    pub(crate) fn start(&self, body: &[u8], limit: usize) -> String {
        one_line(&self.text(&String::from_utf8_lossy(body)), limit)
    }

    pub(crate) fn header(&self, headers: &HeaderMap, name: &str) -> Option<String> {
        let value = headers.get(name)?.as_bytes();
        // An id: one short word.
        let is_word = value.len() < self.token.len().min(100) && value.iter().all(u8::is_ascii_graphic);
        let word = std::str::from_utf8(value).ok().filter(|_| is_word);
        let text = word.map_or_else(|| self.start(value, 500), str::to_owned);
        Some(text).filter(|text| !text.is_empty())
    }

    /// Marks the values that hold the token, and cookies, so that `Debug` leaves them out.
    pub(crate) fn mark_sensitive(&self, headers: &mut HeaderMap) {
        for (name, value) in headers {
            let holds_token = || value.as_bytes().windows(self.token.len()).any(|part| part == self.token.as_bytes());
            if *name == SET_COOKIE || (self.token.len() >= 16 && value.len() >= self.token.len() && holds_token()) {
                value.set_sensitive(true);
            }
        }
    }

    fn member(&self, object: &Additional, name: &str) -> Option<String> {
        match member(object, name)? {
            Json::String(text) => Some(self.text(text)),
            Json::Number(number) => Some(number.to_string()),
            // Services older than Graph: `{"lang": "en-us", "value": "…"}`.
            Json::Object(message) => self.member(message, "value"),
            _ => None,
        }
    }
}

/// A message may be JSON, and that in JSON again, where services write `+` as `\u002B` and `/` as `\/`: whatever the depth, the letters.
fn unescape(text: &str) -> String {
    let mut parts = text.split('\\');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.strip_prefix('u').and_then(|part| part.get(..4));
        let letter = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        plain.extend(letter);
        plain.push_str(letter.map_or(part, |_| &part[5..]));
    }
    plain
}

/// By name in any case: `innerError` and `innererror` are both seen.
fn member<'a>(object: &'a Additional, name: &str) -> Option<&'a Json> {
    object.get(name).or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

impl ServiceError {
    pub(crate) fn read(
        request: RequestInfo,
        permissions: Permissions,
        attempts: u32,
        response: &http::Response<bytes::Bytes>,
        scrubbed: &Scrubbed<'_>,
    ) -> Self {
        let headers = response.headers();
        let mut error = Self {
            request,
            status: response.status(),
            codes: Vec::new(),
            message: None,
            target: None,
            details: Vec::new(),
            request_id: scrubbed.header(headers, "request-id"),
            date: scrubbed.header(headers, "date"),
            diagnostic: scrubbed.header(headers, "x-ms-ags-diagnostic"),
            retry_after: retry_after(headers),
            attempts,
            permissions,
        };
        match serde_json::from_slice(response.body()) {
            Ok(Json::Object(body)) => error.read_body(&body, scrubbed),
            _ => error.message = Some(scrubbed.start(response.body(), 300)).filter(|text| !text.is_empty()),
        }
        error
    }

    fn read_body(&mut self, body: &Additional, scrubbed: &Scrubbed<'_>) {
        let error = match member(body, "error").or_else(|| member(body, "odata.error")) {
            Some(Json::Object(error)) => error,
            // As token services write it.
            Some(Json::String(code)) => {
                self.codes.push(scrubbed.text(code));
                self.message = scrubbed.member(body, "error_description");
                return;
            }
            _ => body,
        };
        self.codes.extend(scrubbed.member(error, "code"));
        self.message = scrubbed.member(error, "message");
        self.target = scrubbed.member(error, "target");
        let details = member(error, "details").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_object);
        self.details = details.map(|detail| ErrorDetail::read(detail, scrubbed)).collect();
        let mut inner = member(error, "innerError").and_then(Json::as_object);
        while let Some(error) = inner {
            self.codes.extend(scrubbed.member(error, "code"));
            let id = scrubbed.member(error, "request-id").or_else(|| scrubbed.member(error, "requestId"));
            self.request_id = self.request_id.take().or(id);
            self.date = self.date.take().or_else(|| scrubbed.member(error, "date"));
            inner = member(error, "innerError").and_then(Json::as_object);
        }
        self.codes.retain(|code| !code.is_empty());
    }

    /// The outermost code, which Graph documents for every error.
    pub fn code(&self) -> Option<&str> {
        self.codes.first().map(String::as_str)
    }

    /// The most special code.
    pub fn innermost_code(&self) -> Option<&str> {
        self.codes.last().map(String::as_str)
    }

    /// Whether any of the codes, the details' included, is this one.
    pub fn has_code(&self, code: &str) -> bool {
        let details = self.details.iter().filter_map(|detail| detail.code.as_deref());
        self.codes.iter().map(String::as_str).chain(details).any(|found| found == code)
    }

    /// The message in one line. Intune wraps it in JSON; this is what is inside.
    pub fn short_message(&self) -> Option<String> {
        let message = self.message.as_deref()?;
        let inside = serde_json::from_str::<Additional>(message).ok();
        let inside = inside.as_ref().and_then(|object| member(object, "message")?.as_str());
        Some(one_line(inside.unwrap_or(message), 300)).filter(|text| !text.is_empty())
    }

    /// Whether the message already says what [`least_permission`](Self::least_permission) would.
    fn names_permission(&self) -> bool {
        let message = self.message.as_deref().unwrap_or_default();
        let words = message.split([' ', ',', '\'', '"']).map(|word| word.trim_end_matches('.'));
        let Permissions { delegated, application } = self.permissions;
        delegated.first().into_iter().chain(application.first()).all(|permission| words.clone().any(|word| word == *permission))
    }

    /// The least permission that allows the request, by the entity's declaration.
    pub(crate) fn least_permission(&self) -> Option<String> {
        let Permissions { delegated, application } = self.permissions;
        match (delegated.first(), application.first()) {
            (Some(delegated), Some(application)) if delegated != application => {
                Some(format!("{delegated} (delegated) or {application} (application)"))
            }
            (Some(permission), _) | (None, Some(permission)) => Some((*permission).to_owned()),
            (None, None) => None,
        }
    }
}

impl ErrorDetail {
    fn read(detail: &Additional, scrubbed: &Scrubbed<'_>) -> Self {
        let member = |name| scrubbed.member(detail, name);
        Self { code: member("code"), message: member("message"), target: member("target") }
    }
}

impl fmt::Display for ServiceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.request, self.status)?;
        let innermost = self.innermost_code().filter(|_| self.codes.len() > 1);
        for code in self.code().into_iter().chain(innermost) {
            write!(f, ", {}", one_line(code, 100))?;
        }
        if let Some(message) = self.short_message() {
            // Without its full stop, since the line goes on.
            write!(f, ": {}", message.strip_suffix('.').unwrap_or(&message))?;
        }
        if let Some(permission) =
            self.least_permission().filter(|_| self.status == StatusCode::FORBIDDEN && !self.names_permission())
        {
            write!(f, "; it takes the permission {permission}")?;
        }
        if let Some(wait) = self.retry_after {
            write!(f, "; retry after {} s", wait.as_secs_f64())?;
        }
        if self.attempts > 1 {
            write!(f, "; sent {} times", self.attempts)?;
        }
        write_ids(f, self.request_id.as_deref(), &self.request.client_request_id)
    }
}

impl std::error::Error for ServiceError {}
