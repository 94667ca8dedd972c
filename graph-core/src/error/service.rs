//! The error responses of the service.

use std::fmt;
use std::time::Duration;

use http::StatusCode;

use super::redact::Redactor;
use super::request_info::RequestInfo;
use super::sanitise::one_line;
use crate::model::descriptor::Permissions;
use crate::model::duplicate_keys::parse_any;
use crate::model::json::{Additional, Json};
use crate::transport::retry_after::retry_after;

/// An error response of the service (4xx or 5xx).
///
/// To react to an error, check its code with [`has_code`](Self::has_code). The service may change the wording of messages.
///
/// Source: [Microsoft Graph error responses](https://learn.microsoft.com/graph/errors).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServiceError {
    /// The request, without the ids in its path.
    pub request: RequestInfo,
    /// The HTTP status of the response (4xx or 5xx).
    pub status: StatusCode,
    /// The error codes, from the outermost, general one to the innermost, most specific one.
    pub codes: Vec<String>,
    /// The most specific error message for developers, in one line. If the body is not JSON, the start of the body.
    pub message: Option<String>,
    /// The part of the request that the error is about, such as the name of a property: the JSON property `target` of the error.
    pub target: Option<String>,
    /// Further errors about the same request: the JSON property `details` of the error.
    pub details: Vec<ErrorDetail>,
    /// The id that the service gave the request, from the `request-id` header or the body of the response.
    pub request_id: Option<String>,
    /// The time of the response as the service wrote it, in its `Date` header or in the body.
    pub date: Option<String>,
    /// The header `x-ms-ags-diagnostic`, which tells which server and data center responded.
    pub diagnostic: Option<String>,
    /// How long the service asks to wait before the next request: the `Retry-After` header of the response.
    pub retry_after: Option<Duration>,
    /// How often the request was sent, at least once.
    pub attempts: u32,
    /// The permissions that the entity's declaration lists for the request.
    pub permissions: Permissions,
}

/// A further error about the same request: an element of the JSON property `details`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct ErrorDetail {
    /// The error code, such as `Request_BadRequest`.
    pub code: Option<String>,
    /// The error message, in one line.
    pub message: Option<String>,
    /// The part of the request that the error is about, such as the name of a property.
    pub target: Option<String>,
}

/// The maximum length of each code, message and target in a [`ServiceError`], in characters.
const LIMIT: usize = 1000;

/// Returns the value of a JSON property as text. The value is text, a number, or an object with the text in its property `value`; `None`
/// for any other value.
fn raw_text(object: &Additional, name: &str) -> Option<String> {
    match member(object, name)? {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        // Services older than Microsoft Graph write `{"lang": "en-us", "value": "…"}`.
        Json::Object(message) => raw_text(message, "value"),
        _ => None,
    }
}

/// Returns the value of a JSON property as one line of text, without the token.
fn text(object: &Additional, name: &str, redactor: Redactor<'_>) -> Option<String> {
    raw_text(object, name).map(|text| redactor.line(&text, LIMIT))
}

/// Returns the error code. Its key is `code`, or `ErrorCode` in errors of Intune's inner services.
fn code(object: &Additional, redactor: Redactor<'_>) -> Option<String> {
    text(object, "code", redactor).or_else(|| text(object, "errorCode", redactor))
}

/// Returns the JSON object that contains the code and the message: the value of the property `error`, or the body itself.
fn error_object(body: &Additional) -> &Additional {
    ["error", "odata.error"].into_iter().find_map(|name| first_object(member(body, name)?)).unwrap_or(body)
}

/// Returns `json` itself if it is an object. If it is an array, as in services that respond with a list of errors, returns the first object
/// in it.
fn first_object(json: &Json) -> Option<&Additional> {
    json.as_object().or_else(|| json.as_array()?.iter().find_map(Json::as_object))
}

/// The code and the message of an error.
struct CodeAndMessage {
    code: Option<String>,
    message: Option<String>,
}

impl CodeAndMessage {
    /// Reads the code and the message from the body of an error response, or from the JSON of an error inside a message, in any of the
    /// formats that services use.
    fn read(body: &Additional) -> Self {
        // The value of `error` is text in OAuth 2.0 (RFC 6749 §5.2), and in services that write an error name and a message side by side.
        if let Some(Json::String(error)) = member(body, "error") {
            let message = raw_text(body, "error_description").or_else(|| raw_text(body, "message"));
            let is_message = message.is_none() && error.contains(' ');
            return if is_message {
                Self { code: raw_text(body, "code"), message: Some(error.clone()) }
            } else {
                Self { code: Some(error.clone()), message }
            };
        }
        let error = error_object(body);
        let raw = |names: [&str; 3]| names.into_iter().find_map(|name| raw_text(error, name));
        // In the error format of RFC 9457, the message is in `detail` or `title`.
        Self {
            code: raw_text(error, "code").or_else(|| raw_text(error, "errorCode")),
            message: raw(["message", "detail", "title"]),
        }
    }
}

/// Returns the innermost error message. If `message` is the JSON of an error, adds the error's code to `codes`, and continues with the
/// message of that error.
///
/// Intune writes the error of an inner service as JSON into the message of its own error, up to three times.
fn innermost_message(message: Option<String>, codes: &mut Vec<String>, redactor: Redactor<'_>) -> Option<String> {
    let mut message = message?;
    loop {
        match parse_any(message.trim_start_matches('\u{feff}').as_bytes()) {
            Ok(Json::String(text)) => message = text,
            Ok(json) => {
                let Some(wrapped) = first_object(&json).map(CodeAndMessage::read) else { break };
                codes.extend(wrapped.code.map(|code| redactor.line(&code, LIMIT)));
                let Some(inner) = wrapped.message else { break };
                message = inner;
            }
            Err(_) => break,
        }
    }
    Some(redactor.line(&message, LIMIT))
}

/// Returns the value of a JSON property, ignoring the case of its name: services write both `innerError` and `innererror`.
fn member<'a>(object: &'a Additional, name: &str) -> Option<&'a Json> {
    object.get(name).or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

impl ServiceError {
    pub(crate) fn read(
        request: RequestInfo,
        permissions: Permissions,
        attempts: u32,
        response: &http::Response<bytes::Bytes>,
        redactor: Redactor<'_>,
    ) -> Self {
        let headers = response.headers();
        let mut error = Self {
            request,
            status: response.status(),
            codes: Vec::new(),
            message: None,
            target: None,
            details: Vec::new(),
            request_id: redactor.header(headers, "request-id"),
            date: redactor.header(headers, "date"),
            diagnostic: redactor.header(headers, "x-ms-ags-diagnostic"),
            retry_after: retry_after(headers),
            attempts,
            permissions,
        };
        let body = parse_any(response.body()).ok();
        match body.as_ref().and_then(first_object) {
            Some(body) => error.read_body(body, redactor),
            None => error.message = Some(redactor.excerpt(response.body(), 300)).filter(|text| !text.is_empty()),
        }
        error
    }

    fn read_body(&mut self, body: &Additional, redactor: Redactor<'_>) {
        let CodeAndMessage { code: outermost, message } = CodeAndMessage::read(body);
        self.codes.extend(outermost.map(|code| redactor.line(&code, LIMIT)));
        self.message = innermost_message(message, &mut self.codes, redactor);
        let error = error_object(body);
        self.read_ids(error, redactor);
        self.target = text(error, "target", redactor);
        let details = member(error, "details").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_object);
        self.details = details.map(|detail| ErrorDetail::read(detail, redactor)).collect();
        let mut inner = member(error, "innerError").and_then(Json::as_object);
        while let Some(error) = inner {
            self.codes.extend(code(error, redactor));
            if self.message.as_ref().is_none_or(String::is_empty) {
                self.message = innermost_message(raw_text(error, "message"), &mut self.codes, redactor);
            }
            self.read_ids(error, redactor);
            inner = member(error, "innerError").and_then(Json::as_object);
        }
        self.codes.retain(|code| !code.is_empty());
    }

    /// Reads the request id and the date from the JSON of an error, if they are not known yet. In OData 3, `odata.error` contains both
    /// beside its message.
    fn read_ids(&mut self, error: &Additional, redactor: Redactor<'_>) {
        let id = || text(error, "request-id", redactor).or_else(|| text(error, "requestId", redactor));
        self.request_id = self.request_id.take().or_else(id);
        self.date = self.date.take().or_else(|| text(error, "date", redactor));
    }

    /// Returns the outermost error code, which is the one that Microsoft Graph documents.
    pub fn code(&self) -> Option<&str> {
        self.codes.first().map(String::as_str)
    }

    /// Returns the innermost error code, which is the most specific one.
    pub fn innermost_code(&self) -> Option<&str> {
        self.codes.last().map(String::as_str)
    }

    /// Returns whether `code` is one of the error's codes or of the codes in its details.
    #[inline]
    pub fn has_code(&self, code: &str) -> bool {
        let details = self.details.iter().filter_map(|detail| detail.code.as_deref());
        self.codes.iter().map(String::as_str).chain(details).any(|found| found == code)
    }

    /// Returns the error message as one line of at most 300 characters.
    pub fn short_message(&self) -> Option<String> {
        Some(one_line(self.message.as_deref()?, 300)).filter(|text| !text.is_empty())
    }

    /// Returns whether the error message already contains the names of the permissions in [`least_permission`](Self::least_permission).
    fn message_names_permission(&self) -> bool {
        let message = self.message.as_deref().unwrap_or_default();
        let words = message.split([' ', ',', '\'', '"']).map(|word| word.trim_end_matches('.'));
        let Permissions { delegated, application } = self.permissions;
        delegated.first().into_iter().chain(application.first()).all(|permission| words.clone().any(|word| word == *permission))
    }

    /// Returns the least privileged permissions that allow the request, as the entity's declaration lists them, in one text such as
    /// `User.Read (delegated) or User.Read.All (application)`.
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
    fn read(detail: &Additional, redactor: Redactor<'_>) -> Self {
        let mut codes: Vec<String> = code(detail, redactor).into_iter().collect();
        let message = innermost_message(raw_text(detail, "message"), &mut codes, redactor);
        Self { code: codes.into_iter().next(), message, target: text(detail, "target", redactor) }
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
            // Drop the full stop at the end of the message, because more text follows in the same line.
            write!(f, ": {}", message.strip_suffix('.').unwrap_or(&message))?;
        }
        if let Some(permission) =
            self.least_permission().filter(|_| self.status == StatusCode::FORBIDDEN && !self.message_names_permission())
        {
            write!(f, "; it requires the permission {permission}")?;
        }
        if let Some(wait) = self.retry_after {
            write!(f, "; retry after {} s", wait.as_secs_f64())?;
        }
        if self.attempts > 1 {
            write!(f, "; sent {} times", self.attempts)?;
        }
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl std::error::Error for ServiceError {}
