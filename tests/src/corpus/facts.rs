//! Reads the facts of a corpus folder: Microsoft's API pages and the types that they use.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::failure::Failure;
use crate::Result;

/// The facts of one API page that documents an update, such as "Update user".
#[derive(Debug, Deserialize)]
pub struct Page {
    /// The page's line in `pages.jsonl`, from 0, not counting blank lines.
    #[serde(skip)]
    pub line: usize,
    /// The page's file name.
    pub page: String,
    /// The API version of the page: `v1.0` or `beta`.
    pub version: String,
    /// The entity's name, without its namespace.
    pub entity: String,
    /// The base type's name, without its namespace.
    pub base: Option<String>,
    /// The entity's qualified name, such as `microsoft.graph.user`, with or without a leading `#`.
    pub odata_type: Option<String>,
    /// The names of the permissions by kind, `delegated` or `application`.
    #[serde(default, deserialize_with = "or_default")]
    pub permissions: BTreeMap<String, Vec<String>>,
    /// Whether the page documents a PATCH.
    pub is_patch: bool,
    /// The path templates on the page, such as `/users/{userId}`.
    #[serde(default, deserialize_with = "or_default")]
    pub paths: Vec<String>,
    /// The rows of the page's property table.
    #[serde(default, deserialize_with = "or_default")]
    pub properties: Vec<PropertyFacts>,
    /// The example request of the page.
    pub request: Option<Message>,
    /// The example response of the page.
    pub response: Option<Message>,
}

impl Page {
    /// Returns the name of the page in the messages of failures: `v1.0 some-page.md`.
    pub fn label(&self) -> String {
        format!("{} {}", self.version, self.page)
    }

    /// Returns the entity's qualified name, such as `microsoft.graph.user`, without a leading `#`.
    pub fn qualified_name(&self) -> String {
        let tag = self.odata_type.as_deref().map(|tag| tag.trim_start_matches('#'));
        tag.filter(|tag| tag.contains('.')).map_or_else(|| qualified(&self.entity), str::to_owned)
    }
}

/// An example request or response.
#[derive(Debug, Deserialize)]
pub struct Message {
    /// The first line of the message, such as `PATCH https://…`.
    #[serde(default)]
    pub start_line: Option<String>,
    /// The text of the message's body.
    #[serde(default)]
    pub body: Option<String>,
}

impl Message {
    /// Returns the text of the message's body, or `None` if it is blank.
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref().filter(|body| !body.trim().is_empty())
    }

    /// Returns whether this is a response with status 204.
    pub fn is_no_content(&self) -> bool {
        self.start_line.as_deref().is_some_and(|line| line.split(' ').nth(1) == Some("204"))
    }
}

/// One row of the property table of an API page.
#[derive(Clone, Debug, Deserialize)]
pub struct PropertyFacts {
    /// The property's name in JSON.
    pub name: String,
    /// The name of the property's type, without its namespace and without `collection`.
    #[serde(default, deserialize_with = "or_default")]
    pub type_name: String,
    /// Whether the property is a collection.
    #[serde(default, deserialize_with = "or_default")]
    pub collection: bool,
    /// The kind of the property's type: `primitive`, `enum`, `complex` or `entity`.
    #[serde(default, deserialize_with = "or_default")]
    pub kind: String,
    /// The enumeration members that the property's description lists.
    #[serde(default, deserialize_with = "or_default")]
    pub listed_values: Vec<String>,
}

/// The facts of one type that the pages use.
#[derive(Clone, Debug)]
pub struct TypeFacts {
    /// The kind of the type: `enum`, `complex` or `entity`.
    pub kind: String,
    /// The base type's name, without its namespace.
    pub base: Option<String>,
    /// The qualified name of the type, such as `microsoft.graph.user`.
    pub odata_type: String,
    /// The names of the subtypes, without their namespaces.
    pub derived: BTreeSet<String>,
    /// The names of the members in JSON, if the type is an enumeration.
    pub members: Vec<String>,
    /// The properties, if the type is an entity or complex type.
    pub properties: Vec<PropertyFacts>,
}

#[derive(Deserialize)]
struct TypeLine {
    name: String,
    version: String,
    kind: String,
    base: Option<String>,
    odata_type: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    derived: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    members: Vec<Json>,
}

/// The facts in a corpus folder: Microsoft's API pages, and the types that they use.
pub struct Corpus {
    /// The pages, in the order of `pages.jsonl`.
    pub pages: Vec<Page>,
    /// The types that the pages use, by API version and name.
    pub types: BTreeMap<(String, String), TypeFacts>,
    /// One failure for each malformed line of `pages.jsonl` and `types.jsonl`.
    pub unreadable: Vec<Failure>,
}

impl Corpus {
    /// Reads `pages.jsonl` and `types.jsonl` of the folder.
    ///
    /// # Errors
    /// A file is missing, or all its lines are malformed.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut corpus = Self { pages: Vec::new(), types: BTreeMap::new(), unreadable: Vec::new() };
        for (_, line) in lines::<TypeLine>(folder, "types.jsonl", &mut corpus.unreadable)? {
            corpus.add_type(line);
        }
        for (line, page) in lines::<Page>(folder, "pages.jsonl", &mut corpus.unreadable)? {
            corpus.pages.push(Page { line, ..page });
        }
        corpus.link_bases();
        Ok(corpus)
    }

    /// Returns the page at this line of `pages.jsonl`, from 0, not counting blank lines.
    pub fn page_at(&self, line: usize) -> Option<&Page> {
        self.pages.iter().find(|page| page.line == line)
    }

    /// Keeps `count` pages that document a PATCH, evenly spread over `pages.jsonl`.
    pub fn thin_out(&mut self, count: usize) {
        self.pages.retain(|page| page.is_patch);
        let all = self.pages.len().max(1);
        let mut place = 0;
        self.pages.retain(|_| {
            place += 1;
            place * count / all > (place - 1) * count / all
        });
    }

    /// Returns the facts of the type that has this simple name (without the namespace) in this API version.
    pub fn type_named(&self, version: &str, name: &str) -> Option<&TypeFacts> {
        self.types.get(&(version.to_owned(), name.to_owned()))
    }

    /// Returns the names of the base types of a type, nearest first. `nearest` is the first of them.
    pub fn bases(&self, version: &str, nearest: Option<&str>) -> Vec<String> {
        let mut bases: Vec<String> = Vec::new();
        let mut next = nearest.map(str::to_owned);
        while let Some(base) = next.filter(|base| !bases.contains(base)) {
            next = self.type_named(version, &base).and_then(|facts| facts.base.clone());
            bases.push(base);
        }
        bases
    }

    /// Returns the names of all known direct and indirect subtypes of a type.
    pub fn derived(&self, version: &str, name: &str) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        let mut open = vec![name.to_owned()];
        while let Some(base) = open.pop() {
            for derived in self.type_named(version, &base).into_iter().flat_map(|facts| &facts.derived) {
                if derived != name && !found.contains(&derived.as_str()) && self.type_named(version, derived).is_some() {
                    found.push(derived);
                    open.push(derived.clone());
                }
            }
        }
        found.sort_unstable();
        found
    }

    /// Adds a line of `types.jsonl`. A type with several pages has several lines, each with the properties of one page.
    fn add_type(&mut self, line: TypeLine) {
        let name = line.name;
        let odata_type = line.odata_type.filter(|name| name.contains('.')).unwrap_or_else(|| qualified(&name));
        let facts = self.types.entry((line.version.clone(), name.clone())).or_insert_with(|| TypeFacts {
            kind: line.kind,
            base: line.base,
            odata_type: odata_type.trim_start_matches('#').to_owned(),
            derived: BTreeSet::new(),
            members: Vec::new(),
            properties: Vec::new(),
        });
        facts.derived.extend(line.derived);
        for member in line.members {
            if facts.kind == "enum" {
                let name = member.get("name").and_then(Json::as_str).unwrap_or_default().to_owned();
                if !name.is_empty() && !facts.members.contains(&name) {
                    facts.members.push(name);
                }
                continue;
            }
            match serde_json::from_value::<PropertyFacts>(member) {
                Ok(property) if facts.properties.iter().all(|known| known.name != property.name) => {
                    facts.properties.push(property)
                }
                Ok(_) => {}
                Err(error) => self.unreadable.push(Failure::new(format!("{} {name}", line.version), "type", error.to_string())),
            }
        }
    }

    /// Completes the lists of subtypes: adds types that name their base type but are missing from the base type's list.
    fn link_bases(&mut self) {
        let links: Vec<_> = self
            .types
            .iter()
            .filter_map(|((version, name), facts)| Some(((version.clone(), facts.base.clone()?), name.clone())))
            .collect();
        for (base, derived) in links {
            if let Some(facts) = self.types.get_mut(&base) {
                facts.derived.insert(derived);
            }
        }
    }
}

/// Adds the namespace `microsoft.graph`, which nearly all types have, to a name without one.
pub fn qualified(name: &str) -> String {
    if name.contains('.') { name.to_owned() } else { format!("microsoft.graph.{name}") }
}

/// Parses the lines of a file that are not blank, and numbers these lines from 0. Records malformed lines in `unreadable`.
fn lines<T: DeserializeOwned>(folder: &Path, name: &str, unreadable: &mut Vec<Failure>) -> Result<Vec<(usize, T)>> {
    let file = folder.join(name);
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let numbered = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut read = Vec::new();
    for (place, (index, line)) in numbered.enumerate() {
        match serde_json::from_str(line) {
            Ok(facts) => read.push((place, facts)),
            Err(error) => unreadable.push(Failure::new(format!("{name}:{}", index + 1), "line", error.to_string())),
        }
    }
    match (read.is_empty(), unreadable.first()) {
        (true, Some(first)) => {
            Err(format!("{}: no line is of the format; {}: {}", file.display(), first.page, first.reason).into())
        }
        _ => Ok(read),
    }
}

/// Deserializes a value. Null becomes the type's default value, as a missing value does.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> std::result::Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
