//! Tests of the documentation pages of the macros, `graph-macros/docs`: each attribute has an example, and each error is a real one.

use std::fs::read_to_string;
use std::path::{Path, PathBuf};

const PAGES: [&str; 7] =
    ["graph_entity", "graph_complex", "graph_enum", "graph_derived", "graph_action", "graph_function", "graph_paths"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the text of each page, with its example of an expansion.
fn pages() -> impl Iterator<Item = (&'static str, String)> {
    PAGES.into_iter().map(|name| {
        let docs = root().join("graph-macros/docs");
        let text = |path: PathBuf| read_to_string(path).unwrap();
        (name, text(docs.join(format!("{name}.md"))) + &text(docs.join(format!("expansion/{name}.md"))))
    })
}

/// Returns the rows of the tables in the sections whose headings start with one of the words. The two rows at the top of a table are left out.
fn rows<'a>(page: &'a str, headings: &[&str]) -> Vec<(&'a str, &'a str)> {
    let sections = page.split("\n# ").filter(|section| headings.iter().any(|heading| section.starts_with(heading)));
    let cells = sections.flat_map(str::lines).filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    cells.filter(|(first, _)| !["key", "argument", "mistake"].contains(first)).collect()
}

/// Returns the code blocks, in one text.
fn code(page: &str) -> String {
    page.split("```").skip(1).step_by(2).collect()
}

#[test]
fn each_attribute_has_an_example() {
    let mut checked = 0;
    for (name, page) in pages() {
        let code = code(&page);
        let section = if name == "graph_paths" { "Arguments" } else { "Attributes" };
        for (key, _) in rows(&page, &[section]) {
            let word = key.split(['`', ' ', '(', '"']).find(|word| !word.is_empty()).unwrap_or(key);
            // The page of a function refers to the page of an action for this attribute.
            let elsewhere =
                word == "schema" && page.contains("as\n[`GraphAction`](derive.GraphAction.html#attributes-of-a-field) shows");
            let used = [" = ", "(", ")", ","].iter().any(|after| code.contains(&format!("{word}{after}")));
            assert!(used || elsewhere || word == "/…", "{name}: {key} has no example");
            checked += 1;
        }
    }
    assert!(checked > 40, "{checked} attributes");
}

#[test]
fn each_error_is_one_of_the_compiler() {
    let mut errors = String::new();
    for folder in std::fs::read_dir(root().join("tests/ui")).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        for file in
            std::fs::read_dir(folder.path()).unwrap().flatten().filter(|file| file.path().extension() == Some("stderr".as_ref()))
        {
            errors += &read_to_string(file.path()).unwrap();
        }
    }
    let mut checked = 0;
    for (name, page) in pages() {
        for (_, error) in rows(&page, &["Errors"]) {
            assert!(
                errors.contains(&format!(": {}\n", error.replace("\\|", "|"))),
                "{name}: no declaration in tests/ui gives: {error}"
            );
            checked += 1;
        }
    }
    assert!(checked > 30, "{checked} errors");
}

#[test]
fn each_page_has_three_examples() {
    for (name, page) in pages() {
        let examples = page.matches("```\n").count() / 2;
        assert!(examples >= 3, "{name}: {examples} examples");
    }
}
