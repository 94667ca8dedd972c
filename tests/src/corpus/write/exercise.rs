//! Writes `main.rs` of a generated crate.

use std::fmt::Write as _;

use super::flavour::{Flavour, Purpose};
use crate::corpus::declare::{Declarations, Field, PageDeclaration, PathDeclaration, Value, Version};

pub(super) fn main(declarations: &Declarations, flavour: Flavour, purpose: Purpose) -> String {
    let mut text = String::from("#![allow(dead_code)]\n\nmod beta;\nmod v1;\n");
    if flavour == Flavour::Graph {
        text += "mod ids;\n";
    }
    let harness = if purpose == Purpose::Check {
        "harness"
    } else if flavour == Flavour::Graph {
        "exercise_graph"
    } else {
        "exercise_serde"
    };
    let _ = writeln!(text, "#[path = {:?}]\nmod harness;\n", concat_path(harness));
    text += "fn main() -> std::process::ExitCode {\n    harness::run(&[\n";
    for version in &declarations.versions {
        for page in &version.pages {
            let ty = format!("{}::{}::{}", version.module, page.module, page.structure.ident);
            let call = match (purpose, flavour) {
                (Purpose::Check, _) => check(page, version, &ty),
                (_, Flavour::Graph) => format!("|example| harness::exercise::<{ty}>(example, |entity| {})", patch(page, &ty)),
                (_, Flavour::Serde) => format!("harness::exercise::<{ty}>"),
            };
            let _ = writeln!(text, "        ({}, {call}),", page.line);
        }
    }
    text + "    ])\n}\n"
}

fn concat_path(harness: &str) -> String {
    format!("{}/src/corpus/generated/{harness}.rs", env!("CARGO_MANIFEST_DIR"))
}

/// Returns the Rust code for a patch that sets one property to its current value. `ty` is the entity's struct.
fn patch(page: &PageDeclaration, ty: &str) -> String {
    let simple = |field: &&Field| !field.key && !field.collection && matches!(field.value, Value::Primitive(_));
    match page.structure.fields.iter().find(simple) {
        Some(field) => {
            let bare = field.ident.trim_start_matches("r#");
            format!("{ty}::patch().set_or_clear_{bare}(entity.{}.clone())", field.ident)
        }
        None => format!("{{ let _ = entity; {ty}::patch() }}"),
    }
}

/// Returns the Rust code that checks a page with all its paths. In each path, the id is the text of its placeholder, such as `{userId}`.
fn check(page: &PageDeclaration, version: &Version, ty: &str) -> String {
    let module = version.module;
    let mut text = format!("|page| {{ harness::check::<{ty}>(page, {});", paths(&page.paths, module, ty));
    for family in version.families.iter().filter(|family| family.variants.iter().any(|(_, module, _)| *module == page.module)) {
        let any = format!("{module}::families::{}", family.ident);
        let _ = write!(text, " harness::check_served::<{ty}, {any}>(page, {});", paths(&family.paths, module, &any));
    }
    text + " }"
}

/// Returns the Rust code of a list of path templates, each with a call of its constructor.
fn paths(paths: &[PathDeclaration], module: &str, ty: &str) -> String {
    let mut text = "vec![".to_owned();
    for path in paths {
        let placeholders = path.template.split('/').filter(|segment| segment.starts_with('{'));
        let ids = path.ids.iter().zip(placeholders);
        let arguments: Vec<_> = ids.map(|(id, text)| format!("&harness::id::<ids::{id}>({text:?})")).collect();
        let _ = write!(text, "({:?}, {ty}::{module}().{}({})), ", path.template, path.constructor, arguments.join(", "));
    }
    text + "]"
}
