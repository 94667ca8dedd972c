//! From declarations to source text: the way a user of the framework would write it, or a user of serde alone.

mod attributes;
mod exercise;
mod items;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::declare::{Declarations, Field, TypeDeclaration, Value, Version};
use attributes::Attributes;

/// Which library the declarations are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// The framework's derives and paths.
    Graph,
    /// `serde::Serialize` and `serde::Deserialize` and nothing else.
    Serde,
}

/// What the crate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Hold every page against its declaration.
    Check,
    /// Decode, patch and encode every entity once.
    Exercise {
        /// Derive `Clone`, `Debug` and `PartialEq` too.
        std_derives: bool,
    },
}

impl Purpose {
    fn std_derives(self) -> &'static str {
        match self {
            Self::Check | Self::Exercise { std_derives: true } => "Clone, Debug, PartialEq, ",
            Self::Exercise { std_derives: false } => "",
        }
    }
}

/// The files of the crate, from its folder, with their texts.
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

/// What a module has to import.
#[derive(Default)]
struct Imports {
    core: BTreeSet<String>,
    types: bool,
}

impl Imports {
    fn core(&mut self, name: &str) {
        self.core.insert(name.to_owned());
    }

    fn write(&self, types: &str) -> String {
        let mut text = String::new();
        let (model, root): (Vec<&str>, Vec<&str>) =
            self.core.iter().map(String::as_str).partition(|name| ["Duration", "Stream"].contains(name));
        for (module, names) in [("graph_core::model", model), ("graph_core", root)] {
            if !names.is_empty() {
                let _ = writeln!(text, "use {module}::{{{}}};", names.join(", "));
            }
        }
        if self.types && !types.is_empty() {
            let _ = writeln!(text, "use {types};");
        }
        text
    }

    /// The type of a field as it is written in a module below `types_prefix`.
    fn field_type(&mut self, field: &Field, flavour: Flavour, types_prefix: &str) -> String {
        let mut declared = |ident: &str| {
            self.types |= !types_prefix.is_empty();
            format!("{types_prefix}{ident}")
        };
        let mut ty = match &field.value {
            Value::Primitive(name) => {
                if name.starts_with(|first: char| first.is_ascii_uppercase()) && *name != "String" {
                    self.core(name);
                }
                (*name).to_owned()
            }
            Value::Json => {
                self.core("Json");
                "Json".to_owned()
            }
            Value::Structure(ident) => declared(ident),
            Value::Enum { ident, flags } => {
                let ident = declared(ident);
                if *flags && flavour == Flavour::Graph {
                    self.core("Flags");
                    format!("Flags<{ident}>")
                } else {
                    ident
                }
            }
        };
        if field.boxed {
            ty = format!("Box<{ty}>");
        }
        if field.collection {
            ty = format!("Vec<{ty}>");
        }
        if field.key { ty } else { format!("Option<{ty}>") }
    }
}
