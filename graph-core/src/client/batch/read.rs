//! Reads the JSON body of a batch response. A malformed response inside the batch response does not affect the other responses in it.
//!
//! Source: [JSON batching](https://learn.microsoft.com/graph/json-batching).

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{DATE, HeaderMap, RETRY_AFTER};
use http::{HeaderName, HeaderValue, StatusCode};

use super::body::BodyForm;
use crate::client::link_reader::{LinkReader, LinkText, MalformedLink};
use crate::client::raw_response::RawResponse;
use crate::error::{BatchResponseProblem, DecodeProblem};
use crate::model::decoded::TextError;
use crate::model::duplicate_keys::parse;
use crate::model::edm::Binary;
use crate::model::json_text::{Cutter, Name, members, object_error};
use crate::model::read_error::{Problem, ReadError};

/// One page of the responses inside a batch response.
pub(super) struct BatchPage {
    pub(super) items: Vec<ResponseItem>,
    /// The link to the page with the next responses, `None` on the last page, or an error if the link is malformed.
    pub(super) next_link: Result<Option<LinkText>, DecodeProblem>,
}

/// One response inside a batch response.
#[derive(Default)]
pub(super) struct ResponseItem {
    /// The response's `id`; `None` if the id is missing, unreadable or present twice.
    pub(super) id: Option<String>,
    /// The response; `None` if its `status` is missing, unreadable or present twice.
    pub(super) response: Option<http::Response<Bytes>>,
    /// The reason why the headers or the body of `response` cannot be read, if there is one.
    pub(super) problem: Option<DecodeProblem>,
}

/// Reads the responses inside a batch response, or inside a later page of it.
///
/// A response without a `Date` header gets the `Date` of the batch response. A throttled response (429) without a `Retry-After` header
/// gets the `Retry-After` of the batch response.
///
/// # Errors
/// Fails if the text as a whole is not valid JSON, or if it does not have exactly one array `responses`.
#[inline]
pub(super) fn read(whole: &RawResponse) -> Result<BatchPage, DecodeProblem> {
    let (body, redactor) = (whole.response.body(), whole.redactor());
    let undecodable = |error| DecodeProblem::undecodable(error, body, redactor);
    let invalid = || undecodable(object_error(body).into());
    let members = members(body).ok_or_else(invalid)?;
    let responses = single(&members, "responses").map_err(|error| undecodable(error.into()))?;
    let responses = responses.filter(|responses| responses.starts_with(b"["));
    let responses = responses.ok_or(DecodeProblem::Batch(BatchResponseProblem::NoResponses))?;
    let mut items = Vec::new();
    let mut cutter = Cutter::new(responses);
    let cut = cutter.array(|cutter| {
        items.push(read_item(responses.get(cutter.value()?)?, whole));
        Some(())
    });
    cut.ok_or_else(invalid)?;
    let mut link = LinkReader::default();
    members.into_iter().for_each(|(name, text)| link.read(name, text));
    let next_link = link.finish().next.map_err(|MalformedLink { name, error, text }| {
        DecodeProblem::undecodable(error, if name.is_empty() { body } else { text }, redactor).under(name)
    });
    Ok(BatchPage { items, next_link })
}

type Members<'a> = [(Name<'a>, &'a [u8])];

/// Returns the JSON text of the member `name`, or `None` if the member is null or absent.
///
/// # Errors
/// Fails if the member is present twice.
#[inline]
fn single<'a>(members: &Members<'a>, name: &str) -> Result<Option<&'a [u8]>, ReadError> {
    let mut found = members.iter().filter(|(found, _)| found.as_deref().is_ok_and(|found| found == name)).map(|(_, text)| *text);
    let first = found.next();
    match found.next() {
        Some(_) => Err(ReadError::new(Problem::Duplicate).at_property(name)),
        None => Ok(first.filter(|text| *text != b"null")),
    }
}

#[inline]
fn read_item(text: &[u8], whole: &RawResponse) -> ResponseItem {
    let Some(members) = members(text) else { return ResponseItem::default() };
    let id = single(&members, "id").ok().flatten().and_then(read_id);
    let status = single(&members, "status").ok().flatten().and_then(read_status);
    let Some(status) = status else { return ResponseItem { id, ..ResponseItem::default() } };
    let mut response = http::Response::new(Bytes::new());
    *response.status_mut() = status;
    let mut problem = None;
    let undecodable = |error, text| DecodeProblem::undecodable(error, text, whole.redactor());
    match single(&members, "headers").map(|text| text.map(|text| (text, read_headers(text)))) {
        Ok(Some((_, Ok(headers)))) => *response.headers_mut() = headers,
        Ok(Some((text, Err(error)))) => problem = Some(undecodable(error, text).under("headers")),
        Ok(None) => {}
        Err(error) => problem = Some(undecodable(error.into(), text)),
    }
    match single(&members, "body") {
        Ok(body) => *response.body_mut() = read_body(body.unwrap_or_default(), response.headers(), whole.response.body()),
        Err(error) => problem = Some(undecodable(error.into(), text)),
    }
    let throttled = status == StatusCode::TOO_MANY_REQUESTS;
    for name in [Some(DATE), throttled.then_some(RETRY_AFTER)].into_iter().flatten() {
        if let (None, Some(of_whole)) = (response.headers().get(&name), whole.response.headers().get(&name)) {
            response.headers_mut().insert(name, of_whole.clone());
        }
    }
    ResponseItem { id, response: Some(response), problem }
}

/// Reads the `id` of a response. It is a JSON string, but some services write a number.
#[inline]
fn read_id(text: &[u8]) -> Option<String> {
    serde_json::from_slice(text).ok().or_else(|| digits(text).map(str::to_owned))
}

/// Reads the `status` of a response. It is a JSON number, but some services write a string.
#[inline]
fn read_status(text: &[u8]) -> Option<StatusCode> {
    let string: Option<Cow<'_, str>> = serde_json::from_slice(text).ok();
    let digits = digits(string.as_deref().map_or(text, str::as_bytes))?;
    StatusCode::from_u16(digits.parse().ok()?).ok()
}

#[inline]
fn digits(text: &[u8]) -> Option<&str> {
    std::str::from_utf8(text).ok().filter(|text| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Reads the headers of one response. A header's value is a string, or an array of strings.
///
/// It skips invalid headers, and those beyond the capacity of a `HeaderMap` (about 30,000).
#[inline]
fn read_headers(text: &[u8]) -> Result<HeaderMap, TextError> {
    let Some(members) = members(text) else { return Err(ReadError::wrong_kind("an object", &parse(text)?).into()) };
    let mut headers = HeaderMap::new();
    for (name, text) in members {
        let Some(name) = name.ok().and_then(|name| HeaderName::try_from(name.as_bytes()).ok()) else { continue };
        let values = serde_json::from_slice(text).map(|value: String| vec![value]).or_else(|_| serde_json::from_slice(text));
        let values: Vec<String> = values.unwrap_or_else(|_| vec![String::from_utf8_lossy(text).into_owned()]);
        for value in values.into_iter().filter_map(|value| HeaderValue::try_from(value).ok()) {
            if headers.try_append(name.clone(), value).is_err() {
                return Ok(headers);
            }
        }
    }
    Ok(headers)
}

/// Converts the JSON text of `body` to the body that the response would have outside of a batch.
#[inline]
fn read_body(text: &[u8], headers: &HeaderMap, whole: &Bytes) -> Bytes {
    let form = BodyForm::of(headers);
    let string: Option<String> = if form == BodyForm::Json { None } else { serde_json::from_slice(text).ok() };
    match string {
        None => whole.slice_ref(text),
        Some(text) if form == BodyForm::Text => text.into(),
        Some(text) => text.parse::<Binary>().map_or_else(|_| text.into(), |binary| Vec::from(binary).into()),
    }
}
