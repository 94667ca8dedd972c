//! Writes the `use` lines and the field types of a generated module.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::flavour::Flavour;
use crate::corpus::declare::{Field, Value};

/// The names that a generated module has to import.
#[derive(Default)]
pub(super) struct Imports {
    core: BTreeSet<String>,
    types: bool,
}

impl Imports {
    pub(super) fn core(&mut self, name: &str) {
        self.core.insert(name.to_owned());
    }

    pub(super) fn write(&self, types: &str) -> String {
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

    /// Returns the Rust type of a field. `types_prefix` precedes the names of types in the module `types`.
    pub(super) fn field_type(&mut self, field: &Field, flavour: Flavour, types_prefix: &str) -> String {
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
