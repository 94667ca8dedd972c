//! Golden expansions: the formatted output of the macros for real declarations.
//!
//! `BLESS=1 cargo test -p graph-macros` updates the files; read the diff before you commit it.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::entity::kind::Kind;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Expands `graph_paths` and the derives of each item in the file, in the same order as the compiler.
fn expand(source: &str) -> String {
    let file = syn::parse_file(source).unwrap();
    let mut expansion = TokenStream::new();
    for item in file.items {
        let (attributes, enumeration) = match &item {
            syn::Item::Struct(item) => (&item.attrs, false),
            syn::Item::Enum(item) => (&item.attrs, true),
            _ => continue,
        };
        let paths = attributes.iter().find(|attribute| attribute.path().is_ident("graph_paths"));
        let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
        let derives: String = derives.map(|attribute| attribute.to_token_stream().to_string()).collect();
        let tokens = item.to_token_stream();
        if let Some(attribute) = paths {
            let syn::Meta::List(list) = &attribute.meta else { panic!("graph_paths takes arguments") };
            let mut rest = item.clone();
            let (syn::Item::Struct(syn::ItemStruct { attrs, .. }) | syn::Item::Enum(syn::ItemEnum { attrs, .. })) = &mut rest
            else {
                unreachable!()
            };
            attrs.retain(|other| other != attribute && !other.path().is_ident("derive"));
            let emitted = crate::paths::attribute(list.tokens.clone(), rest.to_token_stream());
            // The first item of the output is the declaration itself, unchanged.
            let emitted: syn::File = syn::parse2(emitted).unwrap();
            expansion.extend(emitted.items.into_iter().skip(1).map(ToTokens::into_token_stream));
        }
        expansion.extend(match (enumeration, derives) {
            (false, derives) => {
                let mut kinds = [Kind::Entity, Kind::Complex, Kind::Action, Kind::Function].into_iter();
                kinds
                    .find(|kind| derives.contains(kind.derive_name()))
                    .map_or_else(TokenStream::new, |kind| crate::entity::derive(tokens, kind))
            }
            (true, derives) if derives.contains("GraphEnum") => crate::enumeration::derive(tokens),
            (true, derives) if derives.contains("GraphDerived") => crate::derived::derive(tokens),
            _ => TokenStream::new(),
        });
    }
    prettyplease::unparse(&syn::parse2(expansion).unwrap())
}

/// Compares the file with the text, which `BLESS=1` writes to the file.
fn compare(path: &Path, text: &str) {
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, text).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(text == expected, "the expansion differs from {}; BLESS=1 updates it:\n{text}", path.display());
}

fn check(name: &str, source: &str) -> String {
    let expansion = expand(source);
    compare(&root().join(format!("tests/expand/{name}.expected.rs")), &expansion);
    expansion
}

fn code_lines(expansion: &str) -> usize {
    expansion.lines().filter(|line| !line.trim().is_empty() && !line.trim().starts_with("///")).count()
}

#[test]
fn expands_an_entity_with_eleven_paths() {
    let source = std::fs::read_to_string(root().join("graph-intune/src/device_configuration_user_overview.rs")).unwrap();
    let expansion = check("entity", &source);
    let lines = code_lines(&expansion);
    assert!(lines < 250, "{lines} lines");
    assert!(!expansion.lines().any(|line| line.trim_start().starts_with("use ")), "the expansion imports something");
    assert!(
        !expansion.contains("serde::Serialize,") && !expansion.contains("derive(serde"),
        "the expansion leaves work to serde's derives"
    );
    println!("{lines} lines without doc comments");
}

#[test]
fn expands_an_enumeration() {
    check("enumeration", &std::fs::read_to_string(root().join("graph-intune/src/compliance_status.rs")).unwrap());
}

#[test]
fn expands_a_complex_type_and_an_enum_of_derived_types() {
    check("complex_and_derived", &std::fs::read_to_string(root().join("tests/expand/complex_and_derived.rs")).unwrap());
}

#[test]
fn expands_an_action_and_a_function() {
    check("operations", &std::fs::read_to_string(root().join("tests/expand/operations.rs")).unwrap());
}

/// The page of each macro ends with a block that shows a declaration and a block that shows its expansion. Lines that start with `# ` are hidden.
#[test]
fn expands_the_example_of_each_page() {
    for page in ["graph_entity", "graph_complex", "graph_enum", "graph_derived", "graph_action", "graph_function", "graph_paths"]
    {
        let path = root().join(format!("graph-macros/docs/expansion/{page}.md"));
        let text = std::fs::read_to_string(&path).unwrap();
        let blocks: Vec<&str> = text.split("```\n").collect();
        let lines = |block: usize, hidden: bool| {
            let lines = blocks[block].split_inclusive('\n').filter(|line| line.starts_with("# ") == hidden);
            lines.collect::<String>()
        };
        let expansion = lines(3, true) + &expand(&lines(1, false));
        compare(&path, &[blocks[0], blocks[1], blocks[2], &expansion, ""].join("```\n"));
    }
}
