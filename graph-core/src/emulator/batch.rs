//! `$batch`: up to twenty requests in one ([JSON batching](https://learn.microsoft.com/graph/json-batching)).

use std::collections::HashSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, StatusCode};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::json;

use super::context::origin;
use super::headers::json_object;
use super::reply::{Body, Rejection, Reply, headers_in_batch};
use super::service::Service;
use crate::client::batch::body::BodyForm;
use crate::model::edm::Binary;
use crate::model::json::{Additional, Json};
use crate::model::path::ApiVersion;

/// The largest number of requests in a batch.
const MAX_PARTS: usize = 20;

/// The characters that are allowed in the URL of a request in a batch, but not in a URI. They are percent-encoded.
const ILLEGAL: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// One request of a batch.
struct BatchPart {
    id: String,
    /// The id of the request, in the same batch, that must run before this request: the element of `dependsOn`.
    after: Option<String>,
    method: String,
    url: String,
    headers: Json,
    body: Json,
}

impl Service {
    pub(super) fn batch(&mut self, request: &Request<Bytes>, version: ApiVersion) -> Result<Reply, Rejection> {
        let mut waiting = parts(request)?;
        let mut statuses: Vec<(String, StatusCode)> = Vec::new();
        let mut responses = Vec::new();
        // `check_order` accepts no cycles, so each round answers at least one request.
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut blocked = Vec::new();
            for part in waiting {
                let status =
                    |after: &String| statuses.iter().find(|(id, _)| id.eq_ignore_ascii_case(after)).map(|(_, status)| *status);
                let reply = match part.after.as_ref().map(status) {
                    Some(None) => {
                        blocked.push(part);
                        continue;
                    }
                    Some(Some(status)) if !status.is_success() => failed_dependency(),
                    _ => self.part(request, version, &part),
                };
                statuses.push((part.id.clone(), reply.status));
                responses.push(response(part.id, reply));
            }
            waiting = blocked;
            if waiting.len() == before {
                return Err(Rejection::bad_request("The requests of the batch wait for each other."));
            }
        }
        self.order.shuffle(&mut responses);
        let throttled = statuses.iter().any(|(_, status)| *status == StatusCode::TOO_MANY_REQUESTS);
        let status = match throttled && self.settings.throttled_batches_fail {
            true => StatusCode::FAILED_DEPENDENCY,
            false => StatusCode::OK,
        };
        Ok(Reply::json(status, json!({ "responses": responses })))
    }

    fn part(&mut self, batch: &Request<Bytes>, version: ApiVersion, part: &BatchPart) -> Reply {
        match part.request(batch, version) {
            Ok(request) => self.call_part(request, part.id.clone()),
            Err(rejection) => {
                let ids = self.correlate(&HeaderMap::new());
                rejection.into_reply(&ids)
            }
        }
    }
}

fn parts(request: &Request<Bytes>) -> Result<Vec<BatchPart>, Rejection> {
    let body = json_object(request)?;
    let requests = body.into_iter().find(|(name, _)| name.eq_ignore_ascii_case("requests")).map(|(_, value)| value);
    let Some(Json::Array(requests)) = requests else {
        return Err(Rejection::bad_request("A batch is an object with the array 'requests'."));
    };
    if requests.is_empty() || requests.len() > MAX_PARTS {
        let message = format!("A batch holds 1 to {MAX_PARTS} requests, not {}.", requests.len());
        return Err(Rejection::bad_request(message));
    }
    let parts = requests.into_iter().map(BatchPart::read).collect::<Result<Vec<_>, _>>()?;
    let mut ids = HashSet::new();
    if let Some(part) = parts.iter().find(|part| !ids.insert(part.id.to_ascii_lowercase())) {
        return Err(Rejection::bad_request(format!("The id '{}' is given twice; ids are not case-sensitive.", part.id)));
    }
    let mut after = parts.iter().filter_map(|part| part.after.as_ref());
    if let Some(after) = after.find(|after| !ids.contains(&after.to_ascii_lowercase())) {
        return Err(Rejection::bad_request(format!("'dependsOn' names '{after}', which is not a request of the batch.")));
    }
    check_order(&parts)?;
    Ok(parts)
}

/// Checks that the requests of a batch depend on each other in a way that Graph supports: either no request depends on another, or each
/// depends on the request before it, or all depend on the same request.
fn check_order(parts: &[BatchPart]) -> Result<(), Rejection> {
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let mut waiting = parts.iter().filter_map(|part| part.after.as_deref());
    let first = waiting.next();
    let all_the_same = waiting.all(|after| first.is_some_and(|first| same(first, after)));
    let serial = parts
        .iter()
        .zip(parts.iter().skip(1))
        .all(|(before, part)| part.after.as_deref().is_some_and(|after| same(after, &before.id)));
    let on_itself = parts.iter().find(|part| first.is_some_and(|first| same(first, &part.id)) && part.after.is_some());
    if all_the_same && on_itself.is_none() || serial && parts.first().is_some_and(|part| part.after.is_none()) {
        return Ok(());
    }
    let message = "The requests of a batch depend on nothing, each on the one before it, or all on the same one.";
    Err(Rejection::bad_request(message))
}

impl BatchPart {
    fn read(request: Json) -> Result<Self, Rejection> {
        const NAMES: [&str; 6] = ["id", "method", "url", "headers", "body", "dependsOn"];
        let Json::Object(members) = request else { return Err(Rejection::bad_request("A request of a batch is an object.")) };
        let mut fields = Additional::new();
        for (name, value) in members {
            // The Python SDK writes `depends_on` in place of `dependsOn`, and the service ignores it. An empty list is accepted, because
            // ignoring it loses no dependency.
            if name == "depends_on" && value.as_array().is_some_and(Vec::is_empty) {
                continue;
            }
            let Some(known) = NAMES.iter().find(|known| known.eq_ignore_ascii_case(&name)) else {
                let message = format!("A request of a batch has no member '{name}': it has {}.", NAMES.join(", "));
                return Err(Rejection::bad_request(message));
            };
            fields.insert((*known).to_owned(), value);
        }
        let text = |name: &str| fields.get(name).and_then(Json::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
        let Some(id) = text("id") else {
            return Err(Rejection::bad_request("A request of a batch has an 'id', a string."));
        };
        let needed =
            |name: &str| text(name).ok_or_else(|| Rejection::bad_request(format!("The request '{id}' has no '{name}'.")));
        let (method, url) = (needed("method")?, needed("url")?);
        let after = match fields.get("dependsOn") {
            None | Some(Json::Null) => None,
            Some(Json::Array(ids)) => match ids.as_slice() {
                [] => None,
                [Json::String(one)] => Some(one.clone()),
                _ => return Err(Rejection::bad_request(format!("The request '{id}' depends on more than one other."))),
            },
            Some(_) => return Err(Rejection::bad_request(format!("'dependsOn' of '{id}' is not an array of ids."))),
        };
        let mut take = |name: &str| fields.shift_remove(name).unwrap_or(Json::Null);
        Ok(Self { id, after, method, url, headers: take("headers"), body: take("body") })
    }

    /// Returns this part of the batch as a request of its own, with the host, version and token of the batch.
    fn request(&self, batch: &Request<Bytes>, version: ApiVersion) -> Result<Request<Bytes>, Rejection> {
        let method: Method = self
            .method
            .to_ascii_uppercase()
            .parse()
            .map_err(|_| Rejection::bad_request(format!("'{}' is not a method.", self.method)))?;
        // Only the path is checked, because a value in the query may contain `://`.
        let path = self.url.split('?').next().unwrap_or_default();
        if path.contains("://") || path.starts_with("//") {
            return Err(Rejection::bad_request(format!("The url '{}' is not relative to the version.", self.url)));
        }
        let url = utf8_percent_encode(self.url.trim_start_matches('/'), ILLEGAL);
        let url = format!("{}/{version}/{url}", origin(batch.uri()));
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = method;
        *request.uri_mut() = url.parse().map_err(|_| Rejection::bad_request(format!("'{}' is not a URL.", self.url)))?;
        let headers = request.headers_mut();
        if let Some(token) = batch.headers().get(AUTHORIZATION) {
            headers.insert(AUTHORIZATION, token.clone());
        }
        match &self.headers {
            Json::Null => {}
            Json::Object(given) => {
                for (name, value) in given {
                    let (name, value) = header(name, value)?;
                    headers.insert(name, value);
                }
            }
            _ => return Err(Rejection::bad_request(format!("The headers of the request '{}' are not an object.", self.id))),
        }
        *request.body_mut() = self.body(request.headers())?;
        if !request.body().is_empty() && !request.headers().contains_key(CONTENT_TYPE) {
            let message = format!("The request '{}' has a body, but no header Content-Type.", self.id);
            return Err(Rejection::bad_request(message));
        }
        Ok(request)
    }

    /// Returns the request's body in the form that it would have outside of the batch. `headers` are the headers of the request, not of the
    /// batch.
    fn body(&self, headers: &HeaderMap) -> Result<Bytes, Rejection> {
        match (&self.body, BodyForm::of(headers)) {
            (Json::Null, _) => Ok(Bytes::new()),
            (Json::String(text), BodyForm::Text) => Ok(text.clone().into()),
            (Json::String(text), BodyForm::Binary) => match text.parse::<Binary>() {
                Ok(bytes) => Ok(Vec::from(bytes).into()),
                Err(_) => Err(Rejection::bad_request(format!("The body of the request '{}' is not base64url.", self.id))),
            },
            (body, _) => Ok(body.to_string().into()),
        }
    }
}

fn header(name: &str, value: &Json) -> Result<(HeaderName, HeaderValue), Rejection> {
    let header = name.parse().ok().zip(value.as_str().and_then(|value| HeaderValue::from_str(value).ok()));
    header.ok_or_else(|| Rejection::bad_request(format!("The header '{name}' is not a header.")))
}

fn failed_dependency() -> Reply {
    let error = json!({"error": {"code": "FailedDependency", "message": "The request that this one depends on has failed."}});
    Reply::json(StatusCode::FAILED_DEPENDENCY, error)
}

/// Returns the content of a response as the JSON of the member `body` in a batch response. Microsoft Graph writes binary content as base64.
fn content(form: BodyForm, bytes: &[u8]) -> Json {
    let text = || String::from_utf8_lossy(bytes).into_owned();
    match form {
        BodyForm::Json => serde_json::from_slice(bytes).unwrap_or_else(|_| text().into()),
        BodyForm::Text => text().into(),
        BodyForm::Binary => STANDARD.encode(bytes).into(),
    }
}

fn response(id: String, reply: Reply) -> Json {
    let mut headers = headers_in_batch(&reply.headers);
    if matches!(reply.body, Body::Json(_)) && !reply.headers.contains_key(CONTENT_TYPE) {
        headers.insert("Content-Type".into(), "application/json".into());
    }
    let mut response = Additional::new();
    response.insert("id".into(), id.into());
    response.insert("status".into(), reply.status.as_u16().into());
    response.insert("headers".into(), Json::Object(headers));
    match reply.body {
        Body::Empty => {}
        Body::Json(body) => drop(response.insert("body".into(), body)),
        // A batch response contains a body that is not JSON as a string.
        Body::Text(text) | Body::Xml(text) => drop(response.insert("body".into(), text.into())),
        Body::Content { bytes, .. } => drop(response.insert("body".into(), content(BodyForm::of(&reply.headers), &bytes))),
    }
    Json::Object(response)
}
