//! Writes declarations as source text, as a user of the framework or a user of serde alone would write them.

mod attributes;
mod exercise;
mod flavour;
mod imports;
mod items;

use std::fmt::Write as _;

use super::declare::{Declarations, TypeDeclaration, Version};
use attributes::Attributes;
use imports::Imports;

pub use flavour::{Flavour, Purpose};

/// Returns the files of a generated crate: for each, the path relative to the crate's folder and the text.
pub fn source_files(declarations: &Declarations, flavour: Flavour, purpose: Purpose) -> Vec<(String, String)> {
    let attributes = Attributes { flavour, std_derives: purpose.std_derives() };
    let mut files = Vec::new();
    for version in &declarations.versions {
        let families = (purpose == Purpose::Check).then_some("families");
        let modules = std::iter::once("types").chain(families).chain(version.pages.iter().map(|page| page.module.as_str()));
        let listed: String = modules.map(|module| format!("pub mod {module};\n")).collect();
        files.push((format!("src/{}.rs", version.module), listed));
        files.push((format!("src/{}/types.rs", version.module), types_file(version, &attributes)));
        if purpose == Purpose::Check {
            files.push((format!("src/{}/families.rs", version.module), families_file(version, &attributes)));
        }
        for page in &version.pages {
            let mut used = Imports::default();
            let item = items::page(page, version.module, &attributes, &mut used);
            let file = page.module.trim_start_matches("r#");
            files.push((format!("src/{}/{file}.rs", version.module), used.write("super::types") + &item));
        }
    }
    if flavour == Flavour::Graph {
        let ids: String = declarations.ids.iter().map(|id| format!("    pub {id};\n")).collect();
        files.push(("src/ids.rs".into(), format!("graph_core::graph_ids! {{\n{ids}}}\n")));
    }
    files.push(("src/main.rs".into(), exercise::main(declarations, flavour, purpose)));
    files
}

fn families_file(version: &Version, attributes: &Attributes) -> String {
    let mut used = Imports::default();
    let items: Vec<_> =
        version.families.iter().map(|family| items::family(family, version.module, attributes, &mut used)).collect();
    used.write("") + "\n" + &items.join("\n")
}

fn types_file(version: &Version, attributes: &Attributes) -> String {
    let mut used = Imports::default();
    let mut text = String::new();
    for declared in &version.types {
        let item = match declared {
            TypeDeclaration::Structure(structure) => items::structure(structure, attributes, &mut used),
            TypeDeclaration::Enumeration(enumeration) => items::enumeration(enumeration, attributes, &mut used),
            TypeDeclaration::Derived(derived) => items::derived(derived, attributes, &mut used),
        };
        let _ = write!(text, "\n{item}");
    }
    used.write("") + &text
}
