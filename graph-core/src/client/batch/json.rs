//! Writes the JSON body of a batch request and reads the JSON body of a batch response.
//!
//! Source: [JSON batching](https://learn.microsoft.com/graph/json-batching).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use bytes::Bytes;
use http::header::{DATE, HeaderMap, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::client::prepared_request::PreparedRequest;
use crate::error::BatchResponseProblem;
use crate::model::duplicate_keys::duplicate;
use crate::model::json::Json;

/// One request in the JSON body of a batch request.
pub(super) struct RequestItem<'a> {
    pub(super) id: u64,
    pub(super) request: &'a PreparedRequest,
    pub(super) client_request_id: &'a str,
    /// The id of the request in the same batch that has to succeed before this one (`dependsOn`).
    pub(super) depends_on: Option<u64>,
}

/// One response in the JSON body of a batch response.
pub(super) struct ResponseItem {
    pub(super) id: String,
    pub(super) response: http::Response<Bytes>,
}

/// The reason why a batch response cannot be read.
pub(super) enum MalformedBatch {
    Json(serde_json::Error),
    Shape(BatchResponseProblem),
}

impl From<serde_json::Error> for MalformedBatch {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

pub(super) fn write(items: &[RequestItem<'_>]) -> Bytes {
    let bodies: usize = items.iter().map(|item| item.request.body.as_ref().map_or(0, Bytes::len)).sum();
    let mut json = Vec::with_capacity(bodies + 400 * items.len());
    let mut separator = "";
    json.extend_from_slice(br#"{"requests":["#);
    for item in items {
        json.extend_from_slice(separator.as_bytes());
        write_item(&mut json, item);
        separator = ",";
    }
    json.extend_from_slice(b"]}");
    json.into()
}

fn write_item(json: &mut Vec<u8>, item: &RequestItem<'_>) {
    let RequestItem { id, request, client_request_id, depends_on } = item;
    let url = request.target.strip_prefix('/').and_then(|path| path.strip_prefix(request.template.version.as_str()));
    let url = Json::from(url.unwrap_or(&request.target));
    json.extend_from_slice(format!(r#"{{"id":"{id}","method":"{}","url":{url}"#, request.method).as_bytes());
    if let Some(dependency) = depends_on {
        json.extend_from_slice(format!(r#","dependsOn":["{dependency}"]"#).as_bytes());
    }
    json.extend_from_slice(format!(r#","headers":{{"client-request-id":"{client_request_id}""#).as_bytes());
    if request.body.is_some() {
        json.extend_from_slice(br#","Content-Type":"application/json""#);
    }
    for (name, value) in &request.headers {
        let value = Json::from(String::from_utf8_lossy(value.as_bytes()));
        json.extend_from_slice(format!(r#","{name}":{value}"#).as_bytes());
    }
    json.extend_from_slice(b"}");
    if let Some(body) = &request.body {
        json.extend_from_slice(br#","body":"#);
        json.extend_from_slice(body);
    }
    json.extend_from_slice(b"}");
}

/// Reads the responses inside a batch response.
///
/// A response without a `Date` header gets the `Date` of the batch response. A throttled response (429) without a `Retry-After` header
/// gets the `Retry-After` of the batch response.
pub(super) fn read(response: &http::Response<Bytes>) -> Result<Vec<ResponseItem>, MalformedBatch> {
    let body = response.body();
    let envelope: Members<'_> = serde_json::from_slice(body)?;
    let responses = envelope.get("responses").filter(|responses| responses.get().starts_with('['));
    let responses = responses.ok_or(MalformedBatch::Shape(BatchResponseProblem::NoResponses))?;
    let items: Vec<Members<'_>> = serde_json::from_str(responses.get())?;
    items.iter().map(|item| read_item(item, response)).collect()
}

fn read_item(item: &Members<'_>, whole: &http::Response<Bytes>) -> Result<ResponseItem, MalformedBatch> {
    let value = |name| item.get(name).filter(|value| value.get() != "null");
    let id = value("id").and_then(|id| serde_json::from_str(id.get()).ok());
    let id = id.ok_or(MalformedBatch::Shape(BatchResponseProblem::NoId))?;
    let status = value("status").and_then(|status| serde_json::from_str(status.get()).ok());
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let mut response =
        http::Response::new(value("body").map(|body| whole.body().slice_ref(body.get().as_bytes())).unwrap_or_default());
    *response.status_mut() = status.ok_or(MalformedBatch::Shape(BatchResponseProblem::NoStatus))?;
    if let Some(headers) = value("headers") {
        *response.headers_mut() = read_headers(headers)?;
    }
    let throttled = response.status() == StatusCode::TOO_MANY_REQUESTS;
    for name in [Some(DATE), throttled.then_some(RETRY_AFTER)].into_iter().flatten() {
        if let (None, Some(of_whole)) = (response.headers().get(&name), whole.headers().get(&name)) {
            response.headers_mut().insert(name, of_whole.clone());
        }
    }
    Ok(ResponseItem { id, response })
}

/// Reads the headers of one response in a batch response.
///
/// It skips invalid headers, and those beyond the capacity of a `HeaderMap` (about 30,000).
fn read_headers(json: &RawValue) -> Result<HeaderMap, serde_json::Error> {
    let members: Members<'_> = serde_json::from_str(json.get())?;
    let header = |(name, value): (&String, &&RawValue)| {
        let value = serde_json::from_str::<String>(value.get()).unwrap_or_else(|_| value.get().to_owned());
        Some((HeaderName::try_from(name.as_bytes()).ok()?, HeaderValue::try_from(value).ok()?))
    };
    let mut headers = HeaderMap::new();
    for (name, value) in members.0.iter().filter_map(header) {
        if headers.try_append(name, value).is_err() {
            break;
        }
    }
    Ok(headers)
}

/// The members of a JSON object: each name with its value as raw JSON text. A repeated name is an error.
struct Members<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Members<'a> {
    fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.get(name).copied()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = BTreeMap<String, &'de RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, _>()? {
                    match members.entry(name) {
                        Entry::Vacant(place) => place.insert(value),
                        Entry::Occupied(there) => return Err(duplicate(there.key())),
                    };
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(Object).map(Self)
    }
}
