//! Tests of all Markdown files: their relative links lead to files, and the tests that SECURITY.md names exist.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the Markdown files of the workspace's folder and of its crates' folders.
fn documents() -> Vec<PathBuf> {
    let crates = ["", "graph-core", "graph-intune", "graph-macros", "graph-schema"];
    let entries = crates.iter().flat_map(|krate| fs::read_dir(root().join(krate)).expect("a folder"));
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// Returns the targets of the links outside of code.
fn links(markdown: &str) -> Vec<&str> {
    let prose = markdown.split("```").step_by(2);
    let targets = prose.flat_map(|text| text.split("](").skip(1));
    targets.filter_map(|rest| rest.split_once(')')).map(|(target, _)| target).collect()
}

/// Returns the name that GitHub gives to a heading in links.
fn anchor(heading: &str) -> String {
    let kept = heading.trim_start_matches('#').trim().to_lowercase();
    kept.chars()
        .filter(|char| char.is_alphanumeric() || " -_".contains(*char))
        .map(|char| if char == ' ' { '-' } else { char })
        .collect()
}

#[test]
fn every_relative_link_leads_to_a_file_and_a_heading() {
    let mut checked = 0;
    for document in documents() {
        let text = fs::read_to_string(&document).expect("a text");
        for link in links(&text).into_iter().filter(|link| !link.contains("://")) {
            let (path, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { document.clone() } else { document.with_file_name(path) };
            assert!(target.exists(), "{}: no file {link}", document.display());
            if !heading.is_empty() {
                let text = fs::read_to_string(target).expect("a text");
                let mut headings = text.lines().filter(|line| line.starts_with('#')).map(anchor);
                assert!(headings.any(|found| found == heading), "{}: no heading {link}", document.display());
            }
            checked += 1;
        }
    }
    assert!(checked >= 5, "{checked} links");
}

#[test]
fn the_tests_that_security_names_exist() {
    let text = fs::read_to_string(root().join("SECURITY.md")).expect("a text");
    let mut checked = 0;
    for row in text.lines().filter(|line| line.starts_with("| ") && line.contains(".rs`")) {
        // "`a_test`, `another_test` in `a/file.rs`; `a_third_test` in `another/file.rs`"
        for part in row.trim_end_matches(" |").rsplit(" | ").next().unwrap_or_default().split("; ") {
            let Some((names, file)) = part.split_once(" in ") else { continue };
            let file = fs::read_to_string(root().join(file.trim_matches('`'))).expect(file);
            for name in names.split(", ").map(|name| name.trim_matches('`')) {
                assert!(file.contains(&format!("fn {name}(")), "no test `{name}` in {part}");
                checked += 1;
            }
        }
    }
    assert!(checked >= 20, "{checked} tests");
}
