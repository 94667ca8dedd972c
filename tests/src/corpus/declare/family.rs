//! Enums of entities that share a base type, with the paths that return several of these entities.

use std::collections::BTreeMap;

use graph_schema::syntax::case::pascal_case;

use super::page::{PageDeclaration, PathDeclaration, paths};
use crate::corpus::names::Scope;

/// An enum whose variants are entity types: one base type and its subtypes.
pub struct Family {
    /// The Rust name of the enum.
    pub ident: String,
    /// The qualified name of the base type, such as `microsoft.graph.group`.
    pub base: String,
    /// For each variant of the enum: the Rust name of the variant, the module of the entity's page, and the name of the entity's struct in
    /// that module.
    pub variants: Vec<(String, String, String)>,
    /// The Rust name of the variant for entities of types that are not listed.
    pub other: String,
    /// The paths that several of the entities share.
    pub paths: Vec<PathDeclaration>,
}

/// Declares an enum for each type that is the base of at least one page's entity.
pub(super) fn declare(pages: &[PageDeclaration]) -> Vec<Family> {
    let mut members: BTreeMap<&str, Vec<&PageDeclaration>> = BTreeMap::new();
    for page in pages {
        for name in page.structure.bases.iter().chain([&page.structure.odata_type]) {
            let members = members.entry(name).or_default();
            // An entity with several pages has one declaration per page; only the first is used here.
            if members.iter().all(|known| known.structure.odata_type != page.structure.odata_type) {
                members.push(page);
            }
        }
    }
    let derives = |base: &str, page: &PageDeclaration| page.structure.bases.iter().any(|known| known == base);
    let shared = members.into_iter().filter(|(base, members)| members.iter().any(|page| derives(base, page)));
    let mut scope = Scope::with(super::types::TAKEN);
    shared.map(|(base, members)| family(base, &members, &mut scope)).collect()
}

fn family(base: &str, members: &[&PageDeclaration], scope: &mut Scope) -> Family {
    let mut names = Scope::default();
    let mut variant = |page: &PageDeclaration| {
        let ident = &page.structure.ident;
        (names.give(ident, &[]), page.module.clone(), ident.clone())
    };
    let variants = members.iter().map(|page| variant(page)).collect();
    let mut serving: BTreeMap<&str, usize> = BTreeMap::new();
    for path in members.iter().flat_map(|page| &page.paths) {
        *serving.entry(path.template.as_str()).or_default() += 1;
    }
    let several: Vec<String> =
        serving.into_iter().filter(|(_, count)| *count > 1).map(|(template, _)| template.to_owned()).collect();
    Family {
        ident: scope.give(&format!("Any{}", pascal_case(base.rsplit('.').next().unwrap_or(base))), &["V1Paths", "BetaPaths"]),
        base: base.to_owned(),
        variants,
        other: names.give("Other", &[]),
        // Ignores malformed templates: their pages report them.
        paths: paths(&several, &mut |_, _| {}),
    }
}
