//! Removes a declaration that does not compile, and everything that refers to it.

use std::collections::BTreeSet;

use super::model::{Structure, TypeDeclaration, Value};
use super::page::PathDeclaration;
use super::{Declarations, Version};

impl Declarations {
    /// Removes an id type and the paths that use it. Returns, for each path removed from a page, the page's line in `pages.jsonl` and the
    /// path template.
    pub fn remove_id(&mut self, id: &str) -> Vec<(usize, String)> {
        self.ids.retain(|known| known != id);
        let needs = |path: &PathDeclaration| path.ids.iter().any(|known| known == id);
        let mut removed = Vec::new();
        for version in &mut self.versions {
            for page in &mut version.pages {
                removed.extend(page.paths.extract_if(.., |path| needs(path)).map(|path| (page.line, path.template)));
            }
            version.families.iter_mut().for_each(|family| family.paths.retain(|path| !needs(path)));
        }
        removed
    }

    /// Removes the path with this template from the page at this line of `pages.jsonl`.
    pub fn remove_path(&mut self, line: usize, template: &str) {
        let other = |path: &PathDeclaration| path.template != template;
        for version in &mut self.versions {
            for page in version.pages.iter_mut().filter(|page| page.line == line) {
                page.paths.retain(other);
            }
            version.families.iter_mut().for_each(|family| family.paths.retain(other));
        }
    }

    /// Removes the entity of the page at this line of `pages.jsonl`.
    pub fn remove_page(&mut self, line: usize) {
        for version in &mut self.versions {
            for page in version.pages.extract_if(.., |page| page.line == line) {
                for family in &mut version.families {
                    family.variants.retain(|(_, module, _)| *module != page.module);
                }
            }
            version.families.retain(|family| !family.variants.is_empty());
        }
    }

    /// Removes an enum of entities that share a base type. Returns the lines of the entities' pages in `pages.jsonl`.
    pub fn remove_family(&mut self, module: &str, ident: &str) -> Vec<usize> {
        let Some(version) = self.versions.iter_mut().find(|version| version.module == module) else { return Vec::new() };
        let families: Vec<_> = version.families.extract_if(.., |family| family.ident == ident).collect();
        let has = |module: &str| families.iter().flat_map(|family| &family.variants).any(|(_, of, _)| of == module);
        version.pages.iter().filter(|page| has(&page.module)).map(|page| page.line).collect()
    }

    /// Removes a type that pages share. Properties of that type are then declared as JSON. Returns the lines in `pages.jsonl` of the pages
    /// that use the type.
    pub fn remove_type(&mut self, module: &str, ident: &str) -> Vec<usize> {
        let Some(version) = self.versions.iter_mut().find(|version| version.module == module) else { return Vec::new() };
        let reaching = version.reaching(ident);
        let pages = version.pages.iter().filter(|page| names(&page.structure, &reaching));
        let lines = pages.map(|page| page.line).collect();
        version.forget(ident);
        lines
    }
}

impl Version {
    /// Returns the Rust names of a type and of all types that directly or indirectly contain it.
    fn reaching(&self, ident: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::from([ident.to_owned()]);
        loop {
            let before = found.len();
            for declared in &self.types {
                let (ident, holds) = match declared {
                    TypeDeclaration::Structure(structure) => (&structure.ident, names(structure, &found)),
                    TypeDeclaration::Derived(derived) => {
                        (&derived.ident, derived.variants.iter().any(|(ident, ..)| found.contains(ident)))
                    }
                    TypeDeclaration::Enumeration(_) => continue,
                };
                if holds {
                    found.insert(ident.clone());
                }
            }
            if found.len() == before {
                return found;
            }
        }
    }

    fn forget(&mut self, ident: &str) {
        self.types.retain(|declared| declared.ident() != ident);
        for declared in &mut self.types {
            match declared {
                TypeDeclaration::Structure(structure) => forget(structure, ident),
                TypeDeclaration::Derived(derived) => derived.variants.retain(|(variant, ..)| variant != ident),
                TypeDeclaration::Enumeration(_) => {}
            }
        }
        self.pages.iter_mut().for_each(|page| forget(&mut page.structure, ident));
    }
}

fn names(structure: &Structure, idents: &BTreeSet<String>) -> bool {
    structure.fields.iter().any(|field| field.value.ident().is_some_and(|ident| idents.contains(ident)))
}

fn forget(structure: &mut Structure, ident: &str) {
    for field in structure.fields.iter_mut().filter(|field| field.value.ident() == Some(ident)) {
        field.value = Value::Json;
        field.boxed = false;
    }
}
