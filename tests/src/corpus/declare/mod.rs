//! From facts to declarations: every Rust name, type and attribute that a user would write, before any text is written.

mod boxes;
mod family;
mod page;
mod remove;
mod types;

use super::facts::Corpus;

pub use family::Family;
pub use page::{PageDeclaration, PathDeclaration, placeholders};
pub use types::{Derived, Enumeration, TypeDeclaration, member_needs_rename};

/// The declarations of a corpus folder.
pub struct Declarations {
    /// Per API version: its types and its pages.
    pub versions: Vec<Version>,
    /// The id types of all placeholders.
    pub ids: Vec<String>,
    /// Parts that cannot be declared.
    pub failures: Vec<Failure>,
}

/// The declarations of one API version.
pub struct Version {
    /// `v1` or `beta`: the module, and the first argument of `graph_paths`.
    pub module: &'static str,
    /// The types that the pages reach, each once.
    pub types: Vec<TypeDeclaration>,
    /// The entity of each page.
    pub pages: Vec<PageDeclaration>,
    /// The enums of entities that share a base.
    pub families: Vec<Family>,
}

impl Version {
    /// Counts the properties of its structs.
    pub fn properties(&self) -> usize {
        let types = self.types.iter().map(|declared| match declared {
            TypeDeclaration::Structure(structure) => structure.fields.len(),
            TypeDeclaration::Enumeration(_) | TypeDeclaration::Derived(_) => 0,
        });
        types.sum::<usize>() + self.pages.iter().map(|page| page.structure.fields.len()).sum::<usize>()
    }
}

/// A struct of properties.
pub struct Structure {
    /// The name in Rust.
    pub ident: String,
    /// The qualified name.
    pub odata_type: String,
    /// The qualified names of its bases, nearest first.
    pub bases: Vec<String>,
    /// Its properties.
    pub fields: Vec<Field>,
    /// An entity without a key property.
    pub keyless: bool,
}

impl Structure {
    /// Whether it is an entity.
    pub fn is_entity(&self) -> bool {
        self.keyless || self.fields.iter().any(|field| field.key)
    }
}

/// A property.
pub struct Field {
    /// The name in Rust.
    pub ident: String,
    /// The name on the wire.
    pub wire: String,
    /// The entity's key.
    pub key: bool,
    /// The packed schema.
    pub value: Value,
    /// A collection.
    pub collection: bool,
    /// Boxed, because its type would be infinite otherwise.
    pub boxed: bool,
}

/// The type of a property's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A type of Rust's prelude or of graph-core.
    Primitive(&'static str),
    /// A declared enumeration; the flag marks flags enumerations.
    Enum { ident: String, flags: bool },
    /// A declared structure, or the enum of it and its derived types.
    Structure(String),
    /// Unknown: kept as JSON.
    Json,
}

impl Value {
    /// Returns its declared type.
    fn ident(&self) -> Option<&str> {
        match self {
            Self::Enum { ident, .. } | Self::Structure(ident) => Some(ident),
            Self::Primitive(_) | Self::Json => None,
        }
    }
}

/// Why a page does not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// `v1.0 some-page.md`
    pub page: String,
    /// The part of the page: `path <text>`, `method`, `request`, `response`.
    pub part: String,
    /// What is wrong with it.
    pub reason: String,
}

impl Failure {
    /// Creates a failure of this part of a page.
    pub fn new(page: impl Into<String>, part: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { page: page.into(), part: part.into(), reason: reason.into() }
    }
}

/// Plans the declarations of a corpus.
pub fn declare(corpus: &Corpus, flags: &dyn Fn(&str, &str) -> bool) -> Declarations {
    let mut failures = corpus.unreadable.clone();
    let mut ids = std::collections::BTreeSet::new();
    let mut versions = Vec::new();
    for (version, module) in [("v1.0", "v1"), ("beta", "beta")] {
        let types = types::Types::new(corpus, version, flags);
        let pages = page::declare(corpus, version, &types, &mut failures);
        ids.extend(pages.iter().flat_map(|page| &page.paths).flat_map(|path| path.ids.iter().cloned()));
        let mut declared = types.into_declarations();
        boxes::set(&mut declared);
        let families = family::declare(&pages);
        versions.push(Version { module, types: declared, pages, families });
    }
    let unknown = corpus.pages.iter().filter(|page| !matches!(page.version.as_str(), "v1.0" | "beta"));
    failures.extend(unknown.map(|page| Failure::new(page.label(), "version", "neither v1.0 nor beta")));
    Declarations { versions, ids: ids.into_iter().collect(), failures }
}
