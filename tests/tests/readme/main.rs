//! Tests that each Rust block of the READMEs compiles with the Cargo.toml shown above the block. `graph_tests` compiles the blocks as doc
//! tests, but with its own dependencies. These tests compare the crates and features that a block uses with the Cargo.toml that a reader
//! sees, and what README's first program prints with the output that README shows.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

mod documents;
mod features;

/// The program of the section "Ten minutes". A doc test would not run its `#[tokio::test]` function.
#[allow(dead_code)]
mod ten_minutes {
    include!("ten_minutes.rs");

    #[tokio::test]
    async fn it_prints_what_the_readme_shows() {
        let emulator = Emulator::new().with::<DeviceManagementScript>();
        let script = set_up(&emulator.client(), "s1", "Map drives").await.unwrap();
        let printed = format!("{} runs as {:?}\n\n{}", script.display_name.unwrap(), script.run_as_account, emulator.journal());
        assert!(super::README.contains(&format!("$ cargo run -q\n{printed}$ cargo test -q\n")), "{printed}");
    }
}

const README: &str = include_str!("../../../README.md");

/// The documents with a Cargo.toml and Rust blocks.
const DOCUMENTS: [&str; 4] = [
    README,
    include_str!("../../../graph-core/README.md"),
    include_str!("../../../graph-intune/README.md"),
    include_str!("../../../graph-macros/README.md"),
];

/// Crates that need no line in a Cargo.toml.
const BUILT_IN: [&str; 3] = ["std", "core", "alloc"];

/// The paths that need a feature. Each entry has the path, the packages of which one must enable the feature, and the feature. graph-intune
/// is in the list because it passes its features on to graph-core.
const FEATURES: &[(&str, &[&str], &str)] = &[
    ("graph_core::emulator", &["graph-core", "graph-intune"], "emulator"),
    ("tokio::test", &["tokio"], "macros"),
    ("tokio::test", &["tokio"], "rt"),
    ("tokio::main", &["tokio"], "macros"),
    ("tokio::main", &["tokio"], "rt"),
];

/// A fenced code block of the README: its language and text.
struct Block<'a> {
    language: &'a str,
    text: &'a str,
}

fn blocks(markdown: &str) -> Vec<Block<'_>> {
    let fenced = markdown.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.split_once('\n').map(|(language, text)| Block { language, text })).collect()
}

/// Returns the dependencies in a Cargo.toml, each as the package's name and the rest of the line.
fn dependencies(manifest: &str) -> Vec<(&str, &str)> {
    manifest.lines().filter_map(|line| line.split_once(" = ")).collect()
}

fn has_feature(dependencies: &[(&str, &str)], packages: &[&str], feature: &str) -> bool {
    let quoted = format!("\"{feature}\"");
    dependencies.iter().any(|(package, rest)| {
        let feature = rest.contains(&quoted) || (feature == "rt" && rest.contains("\"rt-multi-thread\""));
        packages.contains(package) && feature
    })
}

/// Collects the first two segments of each path, as `first::second`, if `first` is lower-case and so may be the name of a crate.
fn paths(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let colons = |at: usize| {
        let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        colon(at) && colon(at + 1)
    };
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => paths(group.stream(), found),
            TokenTree::Ident(ident) if colons(at + 1) && !(at >= 2 && colons(at - 2)) => {
                let ident = ident.to_string();
                let second = tokens.get(at + 3).map(ToString::to_string).unwrap_or_default();
                // `call::<T>()` is not a path into a crate.
                if ident.starts_with(char::is_lowercase) && second != "<" {
                    found.insert(format!("{ident}::{second}"));
                }
            }
            _ => {}
        }
    }
}

/// Asserts that the manifest declares each crate that the Rust code uses, with the features that its paths need.
fn check(code: &str, manifest: &[(&str, &str)]) {
    let mut used = BTreeSet::new();
    paths(code.parse().expect("Rust"), &mut used);
    for path in &used {
        let krate = path.split("::").next().unwrap_or_default();
        let declared = manifest.iter().any(|(package, _)| package.replace('-', "_") == krate);
        assert!(declared || BUILT_IN.contains(&krate), "`{path}` needs a crate that is not in {manifest:?}");
    }
    for (_, packages, feature) in FEATURES.iter().filter(|(path, ..)| used.contains(*path)) {
        assert!(has_feature(manifest, packages, feature), "feature `{feature}` of {packages:?} is not in {manifest:?}");
    }
}

#[test]
fn every_block_uses_only_the_manifest_above_it() {
    let mut checked = 0;
    for document in DOCUMENTS {
        let mut manifest = Vec::new();
        for block in blocks(document) {
            match block.language {
                "toml" => manifest = dependencies(block.text),
                "rust" => {
                    check(block.text, &manifest);
                    checked += 1;
                }
                _ => {}
            }
        }
    }
    assert!(checked >= 5, "{checked} blocks");
}

#[test]
fn the_program_that_runs_here_is_the_one_of_the_readme() {
    let shown = blocks(README).into_iter().find(|block| block.text.contains("#[tokio::test]")).expect("a program with a test");
    assert_eq!(shown.text, include_str!("ten_minutes.rs"));
}

#[test]
fn missing_crates_are_found() {
    let mut used = BTreeSet::new();
    paths("use other::Thing; fn f() { Some::<u8>(1); third::call(); Thing::new() }".parse().expect("Rust"), &mut used);
    assert_eq!(used.into_iter().collect::<Vec<_>>(), ["other::Thing", "third::call"]);
}
