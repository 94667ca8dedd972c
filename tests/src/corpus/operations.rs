//! Declares every action and function of the service's schema with `graph-schema declare`, and compiles the declarations. The compiler checks
//! them against the packed schema.

use std::collections::BTreeSet;
use std::path::Path;

use graph_schema::OperationKind;
use graph_schema::declare::{Operations, Request, declare};
use graph_schema::pack::pack_with_operations;

use super::by_schema::{metadata, metadata_text};
use super::krate::{Profile, WrittenCrate};
use crate::Result;

/// The packed schema's file, relative to the generated crate's folder.
const FILE: &str = "schema/v1.0.graph";

/// Declares all operations of the `v1.0` schema in the folder `schemas` and compiles them. Returns a sentence with the numbers of declared
/// actions and functions.
///
/// # Errors
/// The schema cannot be read or packed, some operation is not declared, or a declaration does not compile.
pub fn check(schemas: &Path) -> Result<String> {
    let schema = metadata(schemas, "v1.0")?;
    let names: BTreeSet<&str> = schema.operations().map(|(name, _)| name).collect();
    let packed = pack_with_operations(&schema, &[], &[], &names.into_iter().collect::<Vec<_>>())?.to_string();
    let request = Request { operations: Operations::All, checked_against: Some(FILE), ..Request::default() };
    let text = declare(&schema, &request)?;
    let xml = metadata_text(schemas, "v1.0")?;
    let mut counts = Vec::new();
    for (kind, element, derive) in [
        (OperationKind::Action, "<Action ", "#[derive(Clone, Debug, GraphAction)]"),
        (OperationKind::Function, "<Function ", "#[derive(Clone, Debug, GraphFunction)]"),
    ] {
        let (wanted, declared) = (xml.matches(element).count(), text.matches(derive).count());
        if declared != wanted {
            return Err(format!("{declared} of {wanted} {}s are declared", kind.name()).into());
        }
        counts.push(format!("{declared} {}s", kind.name()));
    }
    let structs = text.split("\npub struct ").count() - 1;
    let items =
        text.split("\n#[derive(").skip(1).filter(|item| item.contains(", GraphAction)]") || item.contains(", GraphFunction)]"));
    let without_path =
        items.filter(|item| !item.split("\npub struct ").next().unwrap_or_default().contains("graph_paths(")).count();
    let lines = text.lines().count();
    let files = [
        (FILE.to_owned(), packed),
        ("src/operations.rs".to_owned(), text),
        ("src/main.rs".to_owned(), "#![allow(dead_code)]\n\nmod operations;\n\nfn main() {}\n".to_owned()),
    ];
    WrittenCrate::write("corpus-operations", &["exact-numbers", "schema"], &files)?.compile(Profile::Check)?;
    Ok(format!(
        "{} declared and compiled, {without_path} of them without a path; {structs} structs, {lines} lines",
        counts.join(" and ")
    ))
}
