//! The JSON of a batch: requests in, answers out ([JSON batching](https://learn.microsoft.com/graph/json-batching)).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt;

use bytes::Bytes;
use http::header::{DATE, HeaderMap, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::client::call::Call;
use crate::error::BatchAnswerProblem;
use crate::model::json::Json;

/// One request of a batch.
pub(super) struct Item<'a> {
    pub(super) id: u64,
    pub(super) call: &'a Call,
    pub(super) client_request_id: &'a str,
    /// The id of the item that has to succeed first.
    pub(super) after: Option<u64>,
}

/// One answer of a batch.
pub(super) struct ItemAnswer {
    pub(super) id: String,
    pub(super) response: http::Response<Bytes>,
}

/// Why a batch answer cannot be read.
pub(super) enum Unreadable {
    Json(serde_json::Error),
    Shape(BatchAnswerProblem),
}

impl From<serde_json::Error> for Unreadable {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

pub(super) fn write(items: &[Item<'_>]) -> Bytes {
    let bodies: usize = items.iter().map(|item| item.call.body.as_ref().map_or(0, Bytes::len)).sum();
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

fn write_item(json: &mut Vec<u8>, item: &Item<'_>) {
    let Item { id, call, client_request_id, after } = item;
    let url = call.target.strip_prefix('/').and_then(|path| path.strip_prefix(call.template.version.as_str()));
    let url = Json::from(url.unwrap_or(&call.target));
    json.extend_from_slice(format!(r#"{{"id":"{id}","method":"{}","url":{url}"#, call.method).as_bytes());
    if let Some(after) = after {
        json.extend_from_slice(format!(r#","dependsOn":["{after}"]"#).as_bytes());
    }
    json.extend_from_slice(format!(r#","headers":{{"client-request-id":"{client_request_id}""#).as_bytes());
    if call.body.is_some() {
        json.extend_from_slice(br#","Content-Type":"application/json""#);
    }
    for (name, value) in &call.headers {
        let value = Json::from(String::from_utf8_lossy(value.as_bytes()));
        json.extend_from_slice(format!(r#","{name}":{value}"#).as_bytes());
    }
    json.extend_from_slice(b"}");
    if let Some(body) = &call.body {
        json.extend_from_slice(br#","body":"#);
        json.extend_from_slice(body);
    }
    json.extend_from_slice(b"}");
}

/// The answers inside of a response. An item gets the `Date` of the whole, and a throttled one its `Retry-After`, where it has none.
pub(super) fn read(response: &http::Response<Bytes>) -> Result<Vec<ItemAnswer>, Unreadable> {
    let body = response.body();
    let envelope: Members<'_> = serde_json::from_slice(body)?;
    let answers = envelope.get("responses").filter(|answers| answers.get().starts_with('['));
    let answers = answers.ok_or(Unreadable::Shape(BatchAnswerProblem::NoResponses))?;
    let answers: Vec<Members<'_>> = serde_json::from_str(answers.get())?;
    answers.iter().map(|answer| read_item(answer, response)).collect()
}

fn read_item(answer: &Members<'_>, whole: &http::Response<Bytes>) -> Result<ItemAnswer, Unreadable> {
    let value = |name| answer.get(name).filter(|value| value.get() != "null");
    let id = value("id").and_then(|id| serde_json::from_str(id.get()).ok());
    let id = id.ok_or(Unreadable::Shape(BatchAnswerProblem::NoId))?;
    let status = value("status").and_then(|status| serde_json::from_str(status.get()).ok());
    let status = status.and_then(|status| StatusCode::from_u16(status).ok());
    let mut response =
        http::Response::new(value("body").map(|body| whole.body().slice_ref(body.get().as_bytes())).unwrap_or_default());
    *response.status_mut() = status.ok_or(Unreadable::Shape(BatchAnswerProblem::NoStatus))?;
    if let Some(headers) = value("headers") {
        *response.headers_mut() = read_headers(headers)?;
    }
    let throttled = response.status() == StatusCode::TOO_MANY_REQUESTS;
    for name in [Some(DATE), throttled.then_some(RETRY_AFTER)].into_iter().flatten() {
        if let (None, Some(of_whole)) = (response.headers().get(&name), whole.headers().get(&name)) {
            response.headers_mut().insert(name, of_whole.clone());
        }
    }
    Ok(ItemAnswer { id, response })
}

/// What is no header is left out, and so are headers beyond those that fit into a map: some 30,000.
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

/// The members of an object, each name once, their values as they were written.
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
                        Entry::Occupied(there) => return Err(A::Error::custom(format_args!("`{}`: present twice", there.key()))),
                    };
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(Object).map(Self)
    }
}
