//! `$batch`: up to twenty requests in one ([JSON batching](https://learn.microsoft.com/graph/json-batching)).

use std::collections::HashSet;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request, StatusCode};
use serde_json::json;

use super::answer::{Answer, Failure};
use super::entity::json_object;
use super::service::Service;
use crate::model::json::{Additional, Json};

/// How many requests one batch may hold.
const LARGEST: usize = 20;

/// One request of a batch, as it was written.
struct Item {
    id: String,
    /// The id of the one that it waits for.
    after: Option<String>,
    members: Additional,
}

impl Service {
    pub(super) fn batch(&mut self, request: &Request<Bytes>) -> Result<Answer, Failure> {
        let items = items(request)?;
        let mut statuses: Vec<(String, StatusCode)> = Vec::new();
        let mut responses = Vec::new();
        let mut waiting: Vec<Item> = items;
        // The shapes that are let through have no circle, so each round answers at least one.
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut blocked = Vec::new();
            for item in waiting {
                let dependency = item.after.as_ref().map(|after| statuses.iter().find(|(id, _)| id.eq_ignore_ascii_case(after)));
                let answer = match dependency {
                    Some(None) => {
                        blocked.push(item);
                        continue;
                    }
                    Some(Some((_, status))) if !status.is_success() => failed_dependency(),
                    _ => self.item(request, &item),
                };
                statuses.push((item.id.clone(), answer.status));
                responses.push(response(item.id, answer));
            }
            waiting = blocked;
            if waiting.len() == before {
                return Err(Failure::bad_request("The requests of the batch wait for each other."));
            }
        }
        self.order.shuffle(&mut responses);
        let throttled = statuses.iter().any(|(_, status)| *status == StatusCode::TOO_MANY_REQUESTS);
        let status = match throttled && self.settings.throttled_batches_fail {
            true => StatusCode::FAILED_DEPENDENCY,
            false => StatusCode::OK,
        };
        Ok(Answer::new(status, json!({ "responses": responses })))
    }

    fn item(&mut self, batch: &Request<Bytes>, item: &Item) -> Answer {
        match item_request(batch, item) {
            Ok(request) => self.call_item(request, item.id.clone()),
            Err(failure) => {
                let ids = self.correlate(&HeaderMap::new());
                failure.into_answer(&ids)
            }
        }
    }
}

fn items(request: &Request<Bytes>) -> Result<Vec<Item>, Failure> {
    let mut body = json_object(request)?;
    let Some(Json::Array(requests)) = body.remove("requests") else {
        return Err(Failure::bad_request("A batch is an object with the array 'requests'."));
    };
    if requests.is_empty() || requests.len() > LARGEST {
        return Err(Failure::bad_request(format!("A batch holds 1 to {LARGEST} requests, not {}.", requests.len())));
    }
    let items = requests.into_iter().map(read_item).collect::<Result<Vec<_>, _>>()?;
    let mut ids = HashSet::new();
    if let Some(item) = items.iter().find(|item| !ids.insert(item.id.to_ascii_lowercase())) {
        return Err(Failure::bad_request(format!("The id '{}' is given twice; case makes no difference.", item.id)));
    }
    if let Some(after) =
        items.iter().filter_map(|item| item.after.as_ref()).find(|after| !ids.contains(&after.to_ascii_lowercase()))
    {
        return Err(Failure::bad_request(format!("'dependsOn' names '{after}', which is no request of the batch.")));
    }
    one_shape(&items)?;
    Ok(items)
}

fn read_item(request: Json) -> Result<Item, Failure> {
    let Json::Object(members) = request else { return Err(Failure::bad_request("A request of a batch is an object.")) };
    let text = |name: &str| members.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    let Some(id) = text("id").map(str::to_owned) else {
        return Err(Failure::bad_request("A request of a batch has an 'id', a string."));
    };
    for name in ["method", "url"] {
        if text(name).is_none() {
            return Err(Failure::bad_request(format!("The request '{id}' has no '{name}'.")));
        }
    }
    let after = match members.get("dependsOn") {
        None | Some(Json::Null) => None,
        Some(Json::Array(ids)) => match ids.as_slice() {
            [] => None,
            [Json::String(one)] => Some(one.clone()),
            _ => return Err(Failure::bad_request(format!("The request '{id}' depends on more than one other."))),
        },
        Some(_) => return Err(Failure::bad_request(format!("'dependsOn' of '{id}' is an array of ids."))),
    };
    Ok(Item { id, after, members })
}

/// All in parallel, each after the one before it, or all that wait after the same one: Graph takes no other shape.
fn one_shape(items: &[Item]) -> Result<(), Failure> {
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let mut waiting = items.iter().filter_map(|item| item.after.as_deref());
    let first = waiting.next();
    let all_the_same = waiting.all(|after| first.is_some_and(|first| same(first, after)));
    let serial = items
        .iter()
        .zip(items.iter().skip(1))
        .all(|(before, item)| item.after.as_deref().is_some_and(|after| same(after, &before.id)));
    let on_itself = items.iter().find(|item| first.is_some_and(|first| same(first, &item.id)) && item.after.is_some());
    if all_the_same && on_itself.is_none() || serial && items.first().is_some_and(|item| item.after.is_none()) {
        return Ok(());
    }
    let message = "The requests of a batch depend on nothing, each on the one before it, or all on the same one.";
    Err(Failure::bad_request(message))
}

/// The request that an item stands for, to the same host and version, with the token of the batch.
fn item_request(batch: &Request<Bytes>, item: &Item) -> Result<Request<Bytes>, Failure> {
    let text = |name: &str| item.members.get(name).and_then(Json::as_str).unwrap_or_default();
    let method: Method = text("method").parse().map_err(|_| Failure::bad_request("The method is none."))?;
    let url = text("url");
    if url.contains("://") || url.starts_with("//") {
        return Err(Failure::bad_request(format!("The url '{url}' is not relative to the version.")));
    }
    let own = batch.uri().to_string();
    let base = own.split("/$batch").next().unwrap_or_default();
    let slash = if url.starts_with('/') { "" } else { "/" };
    let body = match item.members.get("body") {
        None | Some(Json::Null) => Bytes::new(),
        Some(body) => Bytes::from(body.to_string()),
    };
    let mut request = Request::new(body);
    *request.method_mut() = method;
    *request.uri_mut() =
        format!("{base}{slash}{url}").parse().map_err(|_| Failure::bad_request(format!("'{url}' is no URL.")))?;
    if request.uri().path().to_ascii_lowercase().ends_with("/$batch") {
        return Err(Failure::bad_request("A batch holds no batches."));
    }
    let headers = request.headers_mut();
    if let Some(token) = batch.headers().get(AUTHORIZATION) {
        headers.insert(AUTHORIZATION, token.clone());
    }
    let given = item.members.get("headers").and_then(Json::as_object);
    for (name, value) in given.into_iter().flatten() {
        let header = name.parse::<HeaderName>().ok().zip(value.as_str().and_then(|value| HeaderValue::from_str(value).ok()));
        let Some((name, value)) = header else { return Err(Failure::bad_request(format!("The header '{name}' is none."))) };
        headers.insert(name, value);
    }
    if !request.body().is_empty() && !request.headers().contains_key(CONTENT_TYPE) {
        return Err(Failure::bad_request(format!("The request '{}' has a body, but no header Content-Type.", item.id)));
    }
    Ok(request)
}

fn failed_dependency() -> Answer {
    let error = json!({"error": {"code": "FailedDependency", "message": "The request that this one depends on has failed."}});
    Answer::new(StatusCode::FAILED_DEPENDENCY, error)
}

fn response(id: String, answer: Answer) -> Json {
    let mut headers = Additional::new();
    if answer.body.is_some() {
        headers.insert("Content-Type".into(), "application/json".into());
    }
    for (name, value) in &answer.headers {
        headers.insert(canonical(name), String::from_utf8_lossy(value.as_bytes()).into());
    }
    let mut response = Additional::new();
    response.insert("id".into(), id.into());
    response.insert("status".into(), answer.status.as_u16().into());
    response.insert("headers".into(), Json::Object(headers));
    if let Some(body) = answer.body {
        response.insert("body".into(), body);
    }
    Json::Object(response)
}

/// `retry-after` as `Retry-After`: in JSON the case of a name matters, and this is how Graph writes it.
fn canonical(name: &HeaderName) -> String {
    let words = name.as_str().split('-').map(|word| {
        let mut letters = word.chars();
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect::<String>()
    });
    words.collect::<Vec<_>>().join("-")
}
