//! Turns the facts of API pages into declarations: chooses every Rust name, type and attribute that a user would write, before printing any
//! text.

mod boxes;
mod family;
mod model;
mod page;
mod remove;
mod types;

use super::facts::Corpus;
use super::failure::Failure;

pub use family::Family;
pub use model::{Derived, Enumeration, Field, Structure, TypeDeclaration, Value};
pub use page::{PageDeclaration, PathDeclaration, placeholders};
pub use types::member_needs_rename;

/// The declarations that are made from the API pages of a corpus folder.
pub struct Declarations {
    /// The declarations of each API version.
    pub versions: Vec<Version>,
    /// The Rust names of the id types of all placeholders.
    pub ids: Vec<String>,
    /// Failures for the parts of pages that cannot be declared.
    pub failures: Vec<Failure>,
}

/// The declarations of one API version.
pub struct Version {
    /// The Rust module of the declarations, `v1` or `beta`, which is also the first argument of `graph_paths`.
    pub module: &'static str,
    /// The types that the pages use, each once.
    pub types: Vec<TypeDeclaration>,
    /// The entity of each page.
    pub pages: Vec<PageDeclaration>,
    /// The enums of entities that share a base type.
    pub families: Vec<Family>,
}

impl Version {
    /// Returns the number of properties in all structs of this API version.
    pub fn properties(&self) -> usize {
        let types = self.types.iter().map(|declared| match declared {
            TypeDeclaration::Structure(structure) => structure.fields.len(),
            TypeDeclaration::Enumeration(_) | TypeDeclaration::Derived(_) => 0,
        });
        types.sum::<usize>() + self.pages.iter().map(|page| page.structure.fields.len()).sum::<usize>()
    }
}

/// Plans the declarations of all API pages in a corpus folder. `flags` takes an API version and the name of an enumeration, and returns
/// whether the enumeration is a flags enumeration.
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
