//! What the service answers: a status, headers and maybe JSON, and how a refusal looks.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use serde_json::json;
use time::OffsetDateTime;

use crate::model::json::Json;

/// A response before it is bytes: an item of a batch has its JSON inside another.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Json>,
}

impl Answer {
    pub(super) fn new(status: StatusCode, body: impl Into<Option<Json>>) -> Self {
        Self { status, headers: HeaderMap::new(), body: body.into() }
    }

    pub(super) fn header(mut self, name: HeaderName, value: impl AsRef<str>) -> Self {
        if let Ok(value) = HeaderValue::from_str(value.as_ref()) {
            self.headers.insert(name, value);
        }
        self
    }

    pub(super) fn into_response(self) -> Response<Bytes> {
        let mut response = Response::new(self.body.map(|body| Bytes::from(body.to_string())).unwrap_or_default());
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        if !response.body().is_empty() {
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        response
    }
}

/// Why a request is not carried out.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    status: StatusCode,
    code: &'static str,
    message: String,
    headers: Vec<(HeaderName, String)>,
}

impl Failure {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), headers: Vec::new() }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "ResourceNotFound", message)
    }

    pub(super) fn header(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    #[cfg(test)]
    pub(super) fn status(&self) -> u16 {
        self.status.as_u16()
    }

    pub(super) fn into_answer(self, ids: &Correlation) -> Answer {
        let error = json!({"error": {
            "code": self.code,
            "message": self.message,
            "innerError": {
                "date": ids.inner_date(),
                "request-id": ids.request_id,
                "client-request-id": ids.client_request_id,
            },
        }});
        let answer = Answer::new(self.status, error);
        self.headers.into_iter().fold(answer, |answer, (name, value)| answer.header(name, value))
    }
}

/// What ties a response to its request.
#[derive(Clone, Debug)]
pub(super) struct Correlation {
    pub(super) request_id: String,
    pub(super) client_request_id: String,
    pub(super) date: OffsetDateTime,
}

impl Correlation {
    /// The headers of every response, refusals included.
    pub(super) fn mark(&self, answer: Answer) -> Answer {
        const DIAGNOSTIC: &str =
            r#"{"ServerInfo":{"DataCenter":"Emulator","Slice":"E","Ring":"0","ScaleUnit":"000","RoleInstance":"EMULATOR"}}"#;
        answer
            .header(HeaderName::from_static("request-id"), &self.request_id)
            .header(HeaderName::from_static("client-request-id"), &self.client_request_id)
            .header(HeaderName::from_static("x-ms-ags-diagnostic"), DIAGNOSTIC)
            .header(DATE, http_date(self.date))
    }

    /// Graph writes the date of an error without offset and without fraction.
    fn inner_date(&self) -> String {
        let (date, time) = (self.date.date(), self.date.time());
        format!("{date}T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    }
}

/// [RFC 9110 §5.6.7](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7), which has no fraction of a second.
pub(super) fn http_date(at: OffsetDateTime) -> String {
    httpdate::fmt_http_date(at.into())
}
