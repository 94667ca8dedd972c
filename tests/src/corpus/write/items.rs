//! Writes the Rust code of structs, enumerations, and enums whose variants are subtypes.

use std::fmt::Write as _;

use super::attributes::Attributes;
use super::flavour::Flavour;
use super::imports::Imports;
use crate::corpus::declare::{Derived, Enumeration, Family, Field, PageDeclaration, Structure, member_needs_rename};

pub(super) fn page(page: &PageDeclaration, module: &str, attributes: &Attributes, used: &mut Imports) -> String {
    let head = attributes.page(page, module, used);
    head + &body(&page.structure, attributes, "types::", used)
}

pub(super) fn structure(structure: &Structure, attributes: &Attributes, used: &mut Imports) -> String {
    let head = attributes.structure(structure, "", used);
    head + &body(structure, attributes, "", used)
}

fn body(structure: &Structure, attributes: &Attributes, types_prefix: &str, used: &mut Imports) -> String {
    let line = |field: &Field| {
        let ty = used.field_type(field, attributes.flavour, types_prefix);
        format!("    {}pub {}: {ty},\n", attributes.field(field), field.ident)
    };
    let fields: String = structure.fields.iter().map(line).collect();
    format!("pub struct {} {{\n{fields}}}\n", structure.ident)
}

pub(super) fn enumeration(enumeration: &Enumeration, attributes: &Attributes, used: &mut Imports) -> String {
    let mut text = attributes.enumeration(enumeration.flags, used);
    let _ = writeln!(text, "pub enum {} {{", enumeration.ident);
    for (variant, member) in &enumeration.members {
        let rename = if member_needs_rename(variant, member) { attributes.rename(member) } else { String::new() };
        let _ = writeln!(text, "    {rename}{variant},");
    }
    if attributes.flavour == Flavour::Graph {
        let _ = writeln!(text, "    #[graph(other)] {}(String),", enumeration.other);
    }
    text + "}\n"
}

pub(super) fn derived(derived: &Derived, attributes: &Attributes, used: &mut Imports) -> String {
    let mut text = attributes.derived(&derived.base, used);
    let _ = writeln!(text, "pub enum {} {{", derived.ident);
    for (ident, tag, boxed) in &derived.variants {
        let rename = if attributes.flavour == Flavour::Serde { attributes.rename(tag) } else { String::new() };
        let held = if *boxed { format!("Box<{ident}>") } else { ident.clone() };
        let _ = writeln!(text, "    {rename}{ident}({held}),");
    }
    if attributes.flavour == Flavour::Graph {
        used.core("Untyped");
        let _ = writeln!(text, "    #[graph(other)] {}(Untyped),", derived.other);
    }
    text + "}\n"
}

/// Writes the enum of entities that share a base type. Only the framework can read entities of several types through one type.
pub(super) fn family(family: &Family, module: &str, attributes: &Attributes, used: &mut Imports) -> String {
    let mut text = attributes.derived(&family.base, used) + &attributes.paths(&family.paths, module, used);
    let _ = writeln!(text, "pub enum {} {{", family.ident);
    for (variant, module, ident) in &family.variants {
        let _ = writeln!(text, "    {variant}(super::{module}::{ident}),");
    }
    used.core("Untyped");
    let _ = writeln!(text, "    #[graph(other)] {}(Untyped),\n}}", family.other);
    text
}
