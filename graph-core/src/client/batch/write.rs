//! Writes the JSON body of a batch request.
//!
//! Source: [JSON batching](https://learn.microsoft.com/graph/json-batching).

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE;
use bytes::Bytes;
use http::header::CONTENT_TYPE;

use super::body::BodyForm;
use crate::client::prepared_request::PreparedRequest;
use crate::model::json::Json;

/// One request in the JSON body of a batch request.
pub(super) struct RequestItem<'a> {
    pub(super) id: u64,
    pub(super) request: &'a PreparedRequest,
    pub(super) client_request_id: &'a str,
    /// The id of the request in the same batch that has to succeed before this one (`dependsOn`).
    pub(super) depends_on: Option<u64>,
}

#[inline]
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

#[inline]
fn write_item(json: &mut Vec<u8>, item: &RequestItem<'_>) {
    let RequestItem { id, request, client_request_id, depends_on } = item;
    let url = request.target.strip_prefix('/').and_then(|path| path.strip_prefix(request.template.version.as_str()));
    let url = Json::from(url.unwrap_or(&request.target));
    json.extend_from_slice(format!(r#"{{"id":"{id}","method":"{}","url":{url}"#, request.method).as_bytes());
    if let Some(dependency) = depends_on {
        json.extend_from_slice(format!(r#","dependsOn":["{dependency}"]"#).as_bytes());
    }
    json.extend_from_slice(format!(r#","headers":{{"client-request-id":"{client_request_id}""#).as_bytes());
    if request.body.is_some() && !request.headers.contains_key(CONTENT_TYPE) {
        json.extend_from_slice(br#","Content-Type":"application/json""#);
    }
    for (name, value) in &request.headers {
        let value = Json::from(String::from_utf8_lossy(value.as_bytes()));
        json.extend_from_slice(format!(r#","{name}":{value}"#).as_bytes());
    }
    json.extend_from_slice(b"}");
    if let Some(body) = &request.body {
        json.extend_from_slice(br#","body":"#);
        write_body(json, body, BodyForm::of(&request.headers));
    }
    json.extend_from_slice(b"}");
}

#[inline]
fn write_body(json: &mut Vec<u8>, body: &Bytes, form: BodyForm) {
    let string = match form {
        BodyForm::Json => return json.extend_from_slice(body),
        BodyForm::Text => Json::from(String::from_utf8_lossy(body)),
        BodyForm::Binary => Json::from(BASE64_URL_SAFE.encode(body)),
    };
    json.extend_from_slice(string.to_string().as_bytes());
}
