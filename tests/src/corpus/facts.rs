//! What a corpus folder says: API pages and the types they reach, as facts.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value as Json;

use crate::Result;

/// One "Update X" page.
#[derive(Debug, Deserialize)]
pub struct Page {
    /// Its line in the file, from 0 on.
    #[serde(skip)]
    pub line: usize,
    /// The file name.
    pub page: String,
    /// `v1.0` or `beta`.
    pub version: String,
    /// The entity's name, without namespace.
    pub entity: String,
    /// Its base type's name, without namespace.
    pub base: Option<String>,
    /// The qualified name, with or without `#`.
    pub odata_type: Option<String>,
    /// Permissions by kind.
    #[serde(default)]
    pub permissions: BTreeMap<String, Vec<String>>,
    /// Whether the page documents a PATCH.
    pub is_patch: bool,
    /// The path templates.
    pub paths: Vec<String>,
    /// The property table.
    pub properties: Vec<PropertyFacts>,
    /// The example request.
    pub request: Option<Message>,
    /// The example response.
    pub response: Option<Message>,
}

impl Page {
    /// `v1.0 some-page.md`: what failures call the page.
    pub fn label(&self) -> String {
        format!("{} {}", self.version, self.page)
    }

    /// The qualified name without `#`.
    pub fn qualified_name(&self) -> String {
        let tag = self.odata_type.as_deref().map(|tag| tag.trim_start_matches('#'));
        tag.filter(|tag| tag.contains('.')).map_or_else(|| qualified(&self.entity), str::to_owned)
    }
}

/// An example message.
#[derive(Debug, Deserialize)]
pub struct Message {
    /// `PATCH https://…`
    #[serde(default)]
    pub start_line: Option<String>,
    /// The text of the body.
    #[serde(default)]
    pub body: Option<String>,
}

impl Message {
    /// The body, if there is one.
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref().filter(|body| !body.trim().is_empty())
    }
}

/// One row of a property table.
#[derive(Clone, Debug, Deserialize)]
pub struct PropertyFacts {
    /// The name on the wire.
    pub name: String,
    /// The type's name, without namespace and `collection`.
    pub type_name: String,
    /// Whether the value is an array.
    #[serde(default)]
    pub collection: bool,
    /// `primitive`, `enum`, `complex` or `entity`.
    pub kind: String,
    /// The members that the description names.
    #[serde(default)]
    pub listed_values: Vec<String>,
}

/// One type.
#[derive(Clone, Debug)]
pub struct TypeFacts {
    /// `enum`, `complex` or `entity`.
    pub kind: String,
    /// The base type's name, without namespace.
    pub base: Option<String>,
    /// The qualified name.
    pub odata_type: String,
    /// The names of types that derive from it.
    pub derived: BTreeSet<String>,
    /// Members of an enumeration.
    pub members: Vec<String>,
    /// Properties of a structure.
    pub properties: Vec<PropertyFacts>,
}

#[derive(Deserialize)]
struct TypeLine {
    name: String,
    version: String,
    kind: String,
    base: Option<String>,
    odata_type: Option<String>,
    #[serde(default)]
    derived: Vec<String>,
    #[serde(default)]
    members: Vec<Json>,
}

/// A corpus folder, read.
pub struct Corpus {
    /// The pages, in the order of the file.
    pub pages: Vec<Page>,
    /// The types by version and name.
    pub types: BTreeMap<(String, String), TypeFacts>,
}

impl Corpus {
    /// Reads `pages.jsonl` and `types.jsonl` of the folder.
    ///
    /// # Errors
    /// When a file is missing or a line is not of the format.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut types = BTreeMap::new();
        for line in lines::<TypeLine>(&folder.join("types.jsonl"))? {
            add_type(&mut types, line)?;
        }
        let mut pages: Vec<Page> = lines(&folder.join("pages.jsonl"))?;
        pages.iter_mut().enumerate().for_each(|(line, page)| page.line = line);
        let mut corpus = Self { pages, types };
        corpus.link_bases();
        Ok(corpus)
    }

    /// Leaves so many pages of PATCH requests, evenly spread over the file, and no others.
    pub fn thin_out(&mut self, count: usize) {
        self.pages.retain(|page| page.is_patch);
        let all = self.pages.len().max(1);
        let mut place = 0;
        self.pages.retain(|_| {
            place += 1;
            place * count / all > (place - 1) * count / all
        });
    }

    /// A type by its name without namespace.
    pub fn type_named(&self, version: &str, name: &str) -> Option<&TypeFacts> {
        self.types.get(&(version.to_owned(), name.to_owned()))
    }

    /// The names of the bases, nearest first.
    pub fn bases(&self, version: &str, nearest: Option<&str>) -> Vec<String> {
        let mut bases: Vec<String> = Vec::new();
        let mut next = nearest.map(str::to_owned);
        while let Some(base) = next.filter(|base| !bases.contains(base)) {
            next = self.type_named(version, &base).and_then(|facts| facts.base.clone());
            bases.push(base);
        }
        bases
    }

    /// All known types that derive from this one, near or far.
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

    /// `derived` lists leave types out that name the base themselves.
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

/// A name with the namespace that nearly all types of Graph share.
pub fn qualified(name: &str) -> String {
    if name.contains('.') { name.to_owned() } else { format!("microsoft.graph.{name}") }
}

fn lines<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<Vec<T>> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let numbered = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    numbered
        .map(|(index, line)| {
            serde_json::from_str(line).map_err(|error| format!("{}:{}: {error}", file.display(), index + 1).into())
        })
        .collect()
}

/// A type that has several pages stands there several times, each time with the properties of one page.
fn add_type(types: &mut BTreeMap<(String, String), TypeFacts>, line: TypeLine) -> Result<()> {
    let odata_type = line.odata_type.filter(|name| name.contains('.')).unwrap_or_else(|| qualified(&line.name));
    let facts = types.entry((line.version, line.name)).or_insert_with(|| TypeFacts {
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
        } else {
            let property: PropertyFacts = serde_json::from_value(member)?;
            if facts.properties.iter().all(|known| known.name != property.name) {
                facts.properties.push(property);
            }
        }
    }
    Ok(())
}
