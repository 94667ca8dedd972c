//! Part of a generated crate: compares every page with its declaration.

use std::fmt::Debug;
use std::str::FromStr;

use graph_core::{GraphEntity, Json, Partial};
use graph_core::model::{Path, PropertyValue, Structured};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The examples of a page, and the problems found with its declaration.
pub struct Page {
    request: Option<String>,
    response: Option<String>,
    problems: Vec<Json>,
}

/// Checks the pages of the corpus folder that is the program's first argument. Prints each problem as a JSON array: the page's line in
/// `pages.jsonl`, the part of the page, and the reason.
pub fn run(checks: &[(usize, fn(&mut Page))]) -> std::process::ExitCode {
    let folder = std::env::args().nth(1).expect("the corpus folder is the argument");
    let text = std::fs::read_to_string(format!("{folder}/pages.jsonl")).expect("the corpus folder has pages.jsonl");
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    for (index, check) in checks {
        let facts: Json = serde_json::from_str(lines[*index]).expect("a line is a page");
        let body = |message: &str| facts[message]["body"].as_str().filter(|body| !body.trim().is_empty()).map(str::to_owned);
        let mut page = Page { request: body("request"), response: body("response"), problems: Vec::new() };
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&mut page))).is_err() {
            page.problem("check", "it panicked, see above");
        }
        for problem in page.problems {
            println!("{}", serde_json::json!([index, problem[0], problem[1]]));
        }
    }
    std::process::ExitCode::SUCCESS
}

impl Page {
    fn problem(&mut self, part: impl Into<String>, reason: impl Into<String>) {
        self.problems.push(serde_json::json!([part.into(), reason.into()]));
    }

    /// Returns the value of a successful result. Records an error as a problem with this part of the page.
    fn ok<T, E: std::fmt::Display>(&mut self, part: &str, result: Result<T, E>) -> Option<T> {
        result.map_err(|error| self.problem(part, error.to_string())).ok()
    }
}

/// Makes an id from the text of its placeholder, including the braces.
pub fn id<T: FromStr<Err: Debug>>(placeholder: &str) -> T {
    placeholder.parse().expect("a placeholder's text can be an id")
}

/// Checks the declaration of a page. `paths` has the path templates on the page, each with the declared path.
pub fn check<E>(page: &mut Page, paths: Vec<(&str, Path<E>)>)
where
    E: GraphEntity + Structured + Serialize + DeserializeOwned + Clone + PartialEq + Debug,
    E::Patch: Serialize + DeserializeOwned,
{
    check_paths(page, paths);
    let entity = page.response.clone().and_then(|response| check_response::<E>(page, &response));
    let patch = page.request.clone().and_then(|request| check_request::<E>(page, &request));
    if let (Some(entity), Some(patch)) = (entity, patch) {
        check_patching(page, &entity, &patch);
    }
}

/// Checks a page whose entity is declared from the schema. The schema may order the properties differently than the page.
///
/// If the example response does not decode, its properties are decoded one by one.
pub fn check_declared<E>(page: &mut Page, paths: Vec<(&str, Path<E>)>)
where
    E: GraphEntity + Structured + Serialize + DeserializeOwned + Clone + PartialEq + Debug,
    E::Patch: Serialize + DeserializeOwned,
{
    check_paths(page, paths);
    let entity = page.response.clone().and_then(|response| check_response::<E>(page, &response));
    if let (None, Some(response)) = (&entity, &page.response) {
        let shown = serde_json::from_str::<E::Patch>(response);
        page.ok("response in part", shown);
    }
    let Some(request) = page.request.clone() else { return };
    let Some(patch) = page.ok("request", serde_json::from_str::<E::Patch>(&request)) else { return };
    let Some(encoded) = page.ok("request", serde_json::to_value(&patch)) else { return };
    if let Some(shown) = page.ok("request", serde_json::from_str::<Json>(&request)) {
        let before = page.problems.len();
        check_members(page, &shown, &encoded, "");
        if let (Some(difference), true) = (difference(&shown, &encoded, String::new()), page.problems.len() == before) {
            page.problem("request order", difference);
        }
    }
    if let Some(entity) = entity {
        check_patching(page, &entity, &patch);
    }
}

/// Checks that the encoded value has exactly the members of the example, in any order.
fn check_members(page: &mut Page, shown: &Json, encoded: &Json, at: &str) {
    match (shown, encoded) {
        (Json::Object(shown), Json::Object(encoded)) => {
            if let Some(name) = encoded.keys().find(|name| !shown.contains_key(*name)) {
                page.problem("request", format!("property `{}` is not in the example", format!("{at}.{name}").trim_start_matches('.')));
            }
            for (name, value) in shown {
                match encoded.get(name) {
                    Some(encoded) => check_members(page, value, encoded, &format!("{at}.{name}")),
                    None => page.problem("request", format!("property `{}` is not declared", format!("{at}.{name}").trim_start_matches('.'))),
                }
            }
        }
        (Json::Array(shown), Json::Array(encoded)) if shown.len() == encoded.len() => {
            let elements = shown.iter().zip(encoded).enumerate();
            elements.for_each(|(index, (shown, encoded))| check_members(page, shown, encoded, &format!("{at}[{index}]")));
        }
        _ if shown == encoded => {}
        _ => page.problem("request", format!("property `{at}` is {encoded} and not {shown}")),
    }
}

fn check_paths<E>(page: &mut Page, paths: Vec<(&str, Path<E>)>) {
    for (text, path) in paths {
        let decoded = percent_decoded(path.as_str());
        if decoded != text || path.template() != text {
            page.problem(format!("path {text}"), format!("the constructor gives {decoded}"));
        }
    }
}

/// Checks that the example response decodes, and that encoding and decoding it again gives the same value.
fn check_response<E>(page: &mut Page, response: &str) -> Option<E>
where
    E: Structured + Serialize + DeserializeOwned + PartialEq,
{
    let decoded = serde_json::from_str::<E>(response);
    let entity = page.ok("response", decoded)?;
    let encoded = page.ok("response", serde_json::to_string(&entity))?;
    let again = serde_json::from_str::<E>(&encoded);
    if page.ok("response", again)? != entity {
        page.problem("response", "does not decode to itself once encoded");
    }
    for (name, shown) in page.ok("response", serde_json::from_str::<Json>(response))?.as_object()? {
        let known = E::DECLARATION.properties.iter().any(|property| property.name == name);
        if !known && !name.contains('@') {
            page.problem("response", format!("property `{name}` is not declared, its value is {shown}"));
        }
    }
    Some(entity)
}

/// Checks that the example request decodes to a patch, and that the patch encodes to the same members in the same order.
fn check_request<E>(page: &mut Page, request: &str) -> Option<E::Patch>
where
    E: Structured,
    E::Patch: Serialize + DeserializeOwned,
{
    let patch = page.ok("request", serde_json::from_str::<E::Patch>(request))?;
    let encoded = page.ok("request", serde_json::to_value(&patch))?;
    let shown = page.ok("request", serde_json::from_str::<Json>(request))?;
    if let Some(difference) = difference(&shown, &encoded, String::new()) {
        page.problem("request", difference);
    }
    Some(patch)
}

/// Applies a page's example patch to the entity in its example response. Checks that a second application changes nothing, and that the
/// diff of the two entities turns the first into the second.
fn check_patching<E>(page: &mut Page, entity: &E, patch: &Partial<E>)
where
    E: Structured + Clone + PartialEq + Debug,
{
    let applied = |patch: &Partial<E>, to: &E| {
        let mut copy = to.clone();
        patch.apply(&mut copy).map(|()| copy)
    };
    let Some(patched) = page.ok("apply", applied(patch, entity)) else { return };
    let key = E::DECLARATION.properties.iter().position(|property| property.key);
    let value = |of: &E, key: usize| serde_json::to_value(of.property(key)).ok();
    if key.is_some_and(|key| value(&patched, key) != value(entity, key)) {
        return page.problem("diff", "the request has another key than the response");
    }
    let Some(again) = page.ok("apply", applied(patch, &patched)) else { return };
    if again != patched {
        page.problem("apply", "applied twice it does not give what it gives applied once");
    }
    let Some(reached) = page.ok("diff", applied(&Partial::diff(entity, &patched), entity)) else { return };
    if reached != patched {
        page.problem("diff", format!("applying it gives {reached:?} and not {patched:?}"));
    }
    if !Partial::diff(entity, entity).is_empty() {
        page.problem("diff", "an entity differs from itself");
    }
}

/// Checks the enum `A`, whose variants are entity types. It must read the example response as the variant with the entity `E`, and write
/// the response as `E` does.
pub fn check_served<E, A>(page: &mut Page, paths: Vec<(&str, Path<A>)>)
where
    E: Structured + Serialize + DeserializeOwned,
    A: PropertyValue + Serialize + DeserializeOwned,
{
    check_paths(page, paths);
    let Some(response) = page.response.clone() else { return };
    let Ok(entity) = serde_json::from_str::<E>(&response) else { return };
    let Some(any) = page.ok("derived", serde_json::from_str::<A>(&response)) else { return };
    let graph_core::model::ValueRef::Object(instance) = any.view() else {
        return page.problem("derived", "the tag leads to no variant");
    };
    if instance.declaration().name != E::DECLARATION.name {
        page.problem("derived", format!("the tag leads to {}", instance.declaration().name));
    }
    let (one, other) = (serde_json::to_value(&entity).ok(), serde_json::to_value(&any).ok());
    if one != other {
        page.problem("derived", "it is written otherwise through the enum");
    }
}

/// Describes the first difference between two JSON values: `shown`, from the page, and `encoded`, from the declared type. The order of keys
/// matters.
fn difference(shown: &Json, encoded: &Json, at: String) -> Option<String> {
    match (shown, encoded) {
        (Json::Object(shown), Json::Object(encoded)) => {
            let keys = |members: &serde_json::Map<String, Json>| members.keys().cloned().collect::<Vec<_>>();
            let (shown_keys, keys) = (keys(shown), keys(encoded));
            let of = if at.is_empty() { "the body" } else { &at };
            if let Some(name) = shown_keys.iter().find(|name| !keys.contains(name)) {
                return Some(format!("{of} is written without the example's `{name}`"));
            }
            if let Some(name) = keys.iter().find(|name| !shown_keys.contains(name)) {
                return Some(format!("{of} is written with `{name}`, which the example does not have"));
            }
            if let Some((shown, name)) = shown_keys.iter().zip(&keys).find(|(shown, name)| shown != name) {
                return Some(format!("{of} is written with `{name}` where the example has `{shown}`"));
            }
            let members = shown.iter().zip(encoded.values());
            members.into_iter().find_map(|((name, shown), encoded)| difference(shown, encoded, format!("{at}.{name}")))
        }
        (Json::Array(shown), Json::Array(encoded)) if shown.len() == encoded.len() => {
            let elements = shown.iter().zip(encoded).enumerate();
            elements.into_iter().find_map(|(index, (shown, encoded))| difference(shown, encoded, format!("{at}[{index}]")))
        }
        _ if shown == encoded => None,
        _ => Some(format!("{at} is {encoded} and not {shown}")),
    }
}

fn percent_decoded(text: &str) -> String {
    let mut decoded = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| *first == b'%').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => (decoded.push(byte), rest = &after[2..]),
            None => (decoded.push(*first), rest = after),
        };
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
