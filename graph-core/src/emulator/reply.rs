//! Replies, which have a status, headers and a body; and rejections, which become replies with an error body.

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::json;
use time::OffsetDateTime;

use super::clock::http_date;
use crate::model::json::{Additional, Json};

/// A response whose JSON is not serialized yet, so that a batch response can contain it.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
}

#[derive(Clone, Debug)]
pub(super) enum Body {
    Empty,
    Json(Json),
    Text(String),
    Xml(String),
    /// The content of an upload, with its own `Content-Type`.
    Content {
        bytes: Bytes,
        content_type: String,
    },
}

/// How much control information, such as `@odata.context`, a client requests with `odata.metadata` in `Accept`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Metadata {
    None,
    #[default]
    Minimal,
}

impl Reply {
    pub(super) fn new(status: StatusCode, body: Body) -> Self {
        Self { status, headers: HeaderMap::new(), body }
    }

    pub(super) fn json(status: StatusCode, body: impl Into<Json>) -> Self {
        Self::new(status, Body::Json(body.into()))
    }

    pub(super) fn header(mut self, name: HeaderName, value: impl AsRef<str>) -> Self {
        if let Ok(value) = HeaderValue::from_str(value.as_ref()) {
            self.headers.insert(name, value);
        }
        self
    }

    /// Adds the headers that describe the reply's body, and removes the control information that the client does not want from the body.
    pub(super) fn finished(mut self, metadata: Metadata) -> Self {
        let ok = self.status.is_success();
        if ok {
            self.headers.insert(HeaderName::from_static("odata-version"), HeaderValue::from_static("4.0"));
        }
        if let (Body::Json(body), Metadata::None) = (&mut self.body, metadata) {
            strip(body);
        }
        let content_type = match (&self.body, metadata) {
            (Body::Empty, _) => return self,
            (Body::Json(_), Metadata::Minimal) if ok => {
                "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
            }
            (Body::Json(_), Metadata::None) if ok => {
                "application/json;odata.metadata=none;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
            }
            (Body::Json(_), _) => "application/json",
            (Body::Text(_), _) => "text/plain",
            (Body::Xml(_), _) => "application/xml",
            (Body::Content { content_type, .. }, _) => {
                let content_type = content_type.clone();
                return self.header(CONTENT_TYPE, content_type);
            }
        };
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        self
    }

    /// Removes the reply's body, as in a response to `HEAD`, and keeps its length in `Content-Length`.
    pub(super) fn without_body(mut self) -> Self {
        let length = self.body.bytes().len();
        self.headers.insert(CONTENT_LENGTH, length.into());
        self.body = Body::Empty;
        self
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        let mut response = Response::new(self.body.bytes());
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}

impl Body {
    fn bytes(&self) -> Bytes {
        match self {
            Self::Empty => Bytes::new(),
            Self::Json(json) => json.to_string().into(),
            Self::Text(text) | Self::Xml(text) => text.clone().into(),
            Self::Content { bytes, .. } => bytes.clone(),
        }
    }
}

/// Removes control information, such as `@odata.context`, except counts, next links and delta links, from a response body
/// ([OData JSON format §3.1.3](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html)).
fn strip(body: &mut Json) {
    let stays = |name: &str| {
        !name.contains("@odata.")
            || ["@odata.nextLink", "@odata.deltaLink", "@odata.count"].iter().any(|kept| name.ends_with(kept))
    };
    match body {
        Json::Object(members) => {
            members.retain(|name, _| stays(name));
            members.values_mut().for_each(strip);
        }
        Json::Array(elements) => elements.iter_mut().for_each(strip),
        _ => {}
    }
}

/// An error response: the reason why a request is not carried out.
#[derive(Clone, Debug)]
pub(super) struct Rejection {
    status: StatusCode,
    code: &'static str,
    message: String,
    headers: Vec<(HeaderName, String)>,
}

impl Rejection {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), headers: Vec::new() }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::of(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::of(StatusCode::NOT_FOUND, message)
    }

    /// Returns the rejection for a property that a type does not declare, in Graph's words.
    pub(super) fn no_property(name: &str, of: &str) -> Self {
        Self::bad_request(format!("Could not find a property named '{name}' on type '{of}'."))
    }

    /// Creates a rejection with the error code that Graph documents for this HTTP status
    /// ([error responses](https://learn.microsoft.com/graph/errors)).
    pub(super) fn of(status: StatusCode, message: impl Into<String>) -> Self {
        let code = match status.as_u16() {
            400 => "BadRequest",
            401 => "InvalidAuthenticationToken",
            402 => "PaymentRequired",
            403 => "Forbidden",
            404 => "ResourceNotFound",
            405 => "MethodNotAllowed",
            406 => "NotAcceptable",
            408 => "RequestTimeout",
            409 => "Conflict",
            410 => "Gone",
            411 => "LengthRequired",
            412 => "PreconditionFailed",
            413 => "RequestEntityTooLarge",
            415 => "UnsupportedMediaType",
            416 => "RequestedRangeNotSatisfiable",
            422 => "UnprocessableEntity",
            423 => "Locked",
            424 => "FailedDependency",
            429 => "TooManyRequests",
            501 => "NotImplemented",
            502 => "BadGateway",
            503 => "ServiceUnavailable",
            504 => "GatewayTimeout",
            507 => "InsufficientStorage",
            509 => "BandwidthLimitExceeded",
            500..=599 => "InternalServerError",
            _ => "UnknownError",
        };
        Self::new(status, code, message)
    }

    /// Adds a sentence to the message of the error response.
    pub(super) fn explained(self, more: &str) -> Self {
        Self { message: self.message + more, ..self }
    }

    pub(super) fn with_code(self, code: &'static str) -> Self {
        Self { code, ..self }
    }

    pub(super) fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    #[cfg(test)]
    pub(super) fn status(&self) -> u16 {
        self.status.as_u16()
    }

    pub(super) fn into_reply(self, ids: &Correlation) -> Reply {
        let error = json!({"error": {
            "code": self.code,
            "message": self.message,
            "innerError": {
                "date": ids.inner_date(),
                "request-id": ids.request_id,
                "client-request-id": ids.client_request_id,
            },
        }});
        let reply = Reply::json(self.status, error);
        self.headers.into_iter().fold(reply, |reply, (name, value)| reply.header(name, value))
    }
}

/// The ids and the date that connect a response to its request.
#[derive(Clone, Debug)]
pub(super) struct Correlation {
    pub(super) request_id: String,
    pub(super) client_request_id: String,
    pub(super) date: OffsetDateTime,
}

impl Correlation {
    /// Adds the headers that every response has: the request ids, the date, the server and `Cache-Control`.
    pub(super) fn mark(&self, reply: Reply) -> Reply {
        const DIAGNOSTIC: &str =
            r#"{"ServerInfo":{"DataCenter":"Emulator","Slice":"E","Ring":"0","ScaleUnit":"000","RoleInstance":"EMULATOR"}}"#;
        reply
            .header(CACHE_CONTROL, "no-cache")
            .header(HeaderName::from_static("request-id"), &self.request_id)
            .header(HeaderName::from_static("client-request-id"), &self.client_request_id)
            .header(HeaderName::from_static("x-ms-ags-diagnostic"), DIAGNOSTIC)
            .header(DATE, http_date(self.date))
    }

    /// Returns the date in an error body. Graph writes it without an offset and without a fraction of a second: `2026-01-01T12:00:00`.
    fn inner_date(&self) -> String {
        let (date, time) = (self.date.date(), self.date.time());
        format!("{date}T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    }
}

/// Returns the headers of a reply as a batch contains them: HTTP's names in their usual case, Graph's own names in lower case.
pub(super) fn headers_in_batch(headers: &HeaderMap) -> Additional {
    let written = |name: &HeaderName| match name.as_str() {
        "etag" => "ETag".to_owned(),
        "odata-version" => "OData-Version".to_owned(),
        "odata-entityid" => "OData-EntityId".to_owned(),
        "www-authenticate" => "WWW-Authenticate".to_owned(),
        own @ ("request-id" | "client-request-id" | "x-ms-ags-diagnostic") => own.to_owned(),
        name => name.split('-').map(capitalised).collect::<Vec<_>>().join("-"),
    };
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (written(name), text(value).into())).collect()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
