//! The entity that a page updates, with its paths.

use graph_schema::syntax::case::snake_case;
use graph_schema::syntax::identifier::identifier;
use graph_schema::syntax::template::{Placeholder, PlaceholderKind, Template};
use serde_json::{Map, Value as Json};

use super::model::Structure;
use super::types::{Types, is_word};
use crate::corpus::facts::{Corpus, Message, Page, PropertyFacts};
use crate::corpus::failure::Failure;
use crate::corpus::names::{Scope, long_constructor, type_ident};

/// The declaration of one page's entity.
pub struct PageDeclaration {
    /// The page's line in `pages.jsonl`, from 0.
    pub line: usize,
    /// The Rust module that contains the declaration.
    pub module: String,
    /// The struct to declare for the entity.
    pub structure: Structure,
    /// Whether request bodies contain `@odata.type`.
    pub tagged: bool,
    /// The names of the permissions by kind, `delegated` or `application`.
    pub permissions: Vec<(String, Vec<String>)>,
    /// The paths to declare.
    pub paths: Vec<PathDeclaration>,
}

impl PageDeclaration {
    /// Returns the path of the module's file, relative to the crate's folder.
    pub fn file(&self, version: &str) -> String {
        format!("src/{version}/{}.rs", self.module.trim_start_matches("r#"))
    }
}

/// A path of an entity to declare.
pub struct PathDeclaration {
    /// The Rust name of the path's constructor.
    pub constructor: String,
    /// Whether the `graph_paths` attribute gives the constructor an explicit name.
    pub named: bool,
    /// The path template on the page, such as `/users/{userId}`.
    pub template: String,
    /// The Rust names of the id types of the template's placeholders.
    pub ids: Vec<String>,
}

pub(super) fn declare(corpus: &Corpus, version: &str, types: &Types<'_>, failures: &mut Vec<Failure>) -> Vec<PageDeclaration> {
    let mut modules = Scope::with(&["types", "families", "mod"]);
    let pages = corpus.pages.iter().filter(|page| page.version == version);
    pages
        .filter_map(|page| {
            let mut fail = |part: String, reason: &str| failures.push(Failure::new(page.label(), part, reason));
            if !page.is_patch {
                fail("method".into(), "the page documents an action and not a PATCH");
                return None;
            }
            let request = body(page.request.as_ref(), "request", &mut fail);
            let response = body(page.response.as_ref(), "response", &mut fail);
            let structure = structure(page, &request, &response, types);
            Some(PageDeclaration {
                line: page.line,
                module: identifier(&modules.give(&module(&page.page), &[])),
                structure,
                tagged: page.request.as_ref().is_none_or(|_| request.contains_key("@odata.type")),
                permissions: permissions(page),
                paths: paths(&page.paths, &mut fail),
            })
        })
        .collect()
}

/// Returns the Rust module for a page's file: `shared_devicemanagement` for `intune-shared-devicemanagement-update.md`.
fn module(file: &str) -> String {
    let stem = file.trim_end_matches(".md");
    let stem = stem.strip_prefix("intune-").unwrap_or(stem);
    // rustc does not find module files with non-ASCII names.
    snake_case(&stem.strip_suffix("-update").unwrap_or(stem).replace(|char: char| !char.is_ascii(), "_"))
}

fn body(message: Option<&Message>, part: &str, fail: &mut impl FnMut(String, &str)) -> Map<String, Json> {
    let Some(body) = message.and_then(Message::body) else {
        if message.is_some_and(Message::is_no_content) {
            return Map::new();
        }
        fail(part.into(), "the page shows no body");
        return Map::new();
    };
    match serde_json::from_str(body) {
        Ok(Json::Object(members)) => members,
        Ok(_) => {
            fail(part.into(), "the body is not an object");
            Map::new()
        }
        Err(error) => {
            fail(part.into(), &format!("the body is not JSON: {error}"));
            Map::new()
        }
    }
}

fn structure(page: &Page, request: &Map<String, Json>, response: &Map<String, Json>, types: &Types<'_>) -> Structure {
    let mut properties = page.properties.clone();
    for name in request.keys().chain(response.keys()).filter(|name| !name.contains('@')) {
        if properties.iter().all(|property| property.name != *name) {
            properties.push(unlisted(name));
        }
    }
    let properties = in_order_of(request, properties);
    let key = key(&properties, request, response);
    let base = page.base.as_deref().map(str::trim).filter(|base| !base.is_empty());
    Structure {
        ident: Scope::with(super::types::TAKEN).give(&type_ident(&page.entity), &["Patch", "V1Paths", "BetaPaths"]),
        odata_type: page.qualified_name(),
        bases: types.bases(base, &page.qualified_name()),
        fields: types.fields(&properties, key.as_deref()),
        keyless: key.is_none(),
    }
}

/// Returns the facts of a property that an example shows but the property table omits. The type of such a property is unknown.
fn unlisted(name: &str) -> PropertyFacts {
    PropertyFacts {
        name: name.to_owned(),
        type_name: String::new(),
        collection: false,
        kind: "unknown".to_owned(),
        listed_values: Vec::new(),
    }
}

/// Sorts the properties as in the page's table, except where the example request has another order.
fn in_order_of(request: &Map<String, Json>, properties: Vec<PropertyFacts>) -> Vec<PropertyFacts> {
    let place = |property: &PropertyFacts| request.keys().position(|name| *name == property.name);
    let mut shown: Vec<usize> = properties.iter().filter_map(place).collect();
    if shown.is_sorted() {
        return properties;
    }
    shown.sort_unstable();
    let mut shown = shown.into_iter();
    let mut slots: Vec<Option<PropertyFacts>> = properties.iter().cloned().map(Some).collect();
    let by_place = |place: usize| properties.iter().find(|property| request.keys().nth(place) == Some(&property.name)).cloned();
    for slot in slots.iter_mut().filter(|slot| slot.as_ref().is_some_and(|property| place(property).is_some())) {
        *slot = shown.next().and_then(by_place);
    }
    slots.into_iter().flatten().collect()
}

/// Returns the name of the key property. This is `id` if the entity has it; otherwise it is a property that the example request does not
/// set, preferably one whose name ends in `Id`. If there is an example response, the response must have the key property.
fn key(properties: &[PropertyFacts], request: &Map<String, Json>, response: &Map<String, Json>) -> Option<String> {
    let shown = |name: &str| response.is_empty() || response.get(name).is_some_and(|value| !value.is_null());
    let single = properties.iter().filter(|property| !property.collection && property.kind == "primitive");
    let names: Vec<&str> = single.map(|property| property.name.as_str()).filter(|name| is_word(name) && shown(name)).collect();
    let set_by_service = || names.iter().filter(|name| !request.contains_key(**name));
    let id = names.iter().find(|name| **name == "id");
    let found = id.or_else(|| set_by_service().find(|name| name.ends_with("Id"))).or_else(|| set_by_service().next());
    found.map(|name| (*name).to_owned())
}

fn permissions(page: &Page) -> Vec<(String, Vec<String>)> {
    let name = |char: char| char.is_ascii_alphanumeric() || "._-".contains(char);
    // The page may have a remark in place of a permission's name, such as `Not supported.`
    let word = |permission: &&String| !permission.is_empty() && permission.chars().all(name);
    let kinds = page.permissions.iter().filter(|(kind, _)| matches!(kind.as_str(), "delegated" | "application"));
    kinds
        .map(|(kind, permissions)| (kind.clone(), permissions.iter().filter(word).cloned().collect::<Vec<_>>()))
        .filter(|(_, permissions)| !permissions.is_empty())
        .collect()
}

/// Returns the paths with these templates, and chooses their constructor names. Reports a malformed template as a failure.
pub(super) fn paths(templates: &[String], fail: &mut impl FnMut(String, &str)) -> Vec<PathDeclaration> {
    let mut scope = Scope::default();
    let mut declared: Vec<PathDeclaration> = Vec::new();
    for template in templates {
        if declared.iter().any(|path| path.template == *template) {
            continue;
        }
        match placeholders(template) {
            Err(reason) => fail(format!("path {template}"), &reason),
            Ok(placeholders) => {
                let default = Template::parse(template).constructor_name().unwrap_or_default();
                let valid = default.starts_with(|first: char| first.is_alphabetic());
                let wanted = if valid { default.clone() } else { format!("path_{default}") };
                let taken = declared.iter().any(|path| path.constructor == wanted);
                let wanted = if taken { long_constructor(template) } else { wanted };
                let name = scope.give(wanted.trim_end_matches('_'), &[]);
                let named = name != default;
                declared.push(PathDeclaration {
                    constructor: if named { identifier(&name) } else { keyword_as_the_macro_does(&name) },
                    named,
                    template: template.clone(),
                    ids: placeholders,
                });
            }
        }
    }
    declared
}

/// Appends `_` to a constructor name that is a Rust keyword, as `graph_paths` does.
fn keyword_as_the_macro_does(name: &str) -> String {
    if identifier(name) == name { name.to_owned() } else { format!("{name}_") }
}

/// Returns the Rust names of the id types of a template's placeholders.
///
/// # Errors
/// The text is not a template with ids only; the error says why.
pub fn placeholders(template: &str) -> Result<Vec<String>, String> {
    let template = Template::parse(template);
    if let Some(flaw) = template.flaws().first() {
        return Err(flaw.message.clone());
    }
    let id = |placeholder: &Placeholder| match &placeholder.kind {
        PlaceholderKind::Id(id) => Ok(id.clone()),
        _ => Err("a placeholder is not an id".to_owned()),
    };
    template.placeholders().map(id).collect()
}
