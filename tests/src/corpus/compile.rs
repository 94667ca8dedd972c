//! Compiles the declarations of all pages. Removes and reports those that do not compile, so that one page does not fail the others.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::declare::Declarations;
use super::facts::Corpus;
use super::failure::Failure;
use super::krate::{Profile, WrittenCrate};
use super::write::{Flavour, Purpose, source_files};
use crate::Result;

/// The declaration that causes a compiler error. After each attempt, only the declarations of one kind are removed: the kind that comes
/// first in this enum. The errors of the other kinds may be consequences.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Culprit {
    /// An id type, by its Rust name.
    Id(String),
    /// A type that several pages share, by the module of its API version and its Rust name.
    Type(&'static str, String),
    /// A path of a page, by the page's line in `pages.jsonl` and the path template.
    Path(usize, String),
    /// The entity of a page, by the page's line in `pages.jsonl`.
    Page(usize),
    /// An enum of entities that share a base type, by the module of its API version and its Rust name.
    Family(&'static str, String),
}

impl Culprit {
    fn kind(&self) -> std::mem::Discriminant<Self> {
        std::mem::discriminant(self)
    }
}

/// Compiles the declarations. A declaration that does not compile counts as a failure of its pages and is removed before the next attempt.
///
/// # Errors
/// A file cannot be written, or cargo fails without a compiler error.
pub(super) fn compile(
    name: &str,
    corpus: &Corpus,
    declarations: &mut Declarations,
    failures: &mut Vec<Failure>,
) -> Result<WrittenCrate> {
    loop {
        let files = source_files(declarations, Flavour::Graph, Purpose::Check);
        let krate = WrittenCrate::write(name, &["exact-numbers"], &files)?;
        let output =
            krate.cargo(Profile::Debug).env("CARGO_PROFILE_DEV_DEBUG", "0").args(["--message-format", "json"]).output()?;
        if output.status.success() {
            return Ok(krate);
        }
        let errors = errors(&String::from_utf8_lossy(&output.stdout));
        let mut culprits: BTreeMap<Culprit, &str> = BTreeMap::new();
        for error in &errors {
            let text = files.iter().find(|(file, _)| *file == error.file).map(|(_, text)| text.as_str());
            if let Some(culprit) = text.and_then(|text| culprit(declarations, error, text)) {
                culprits.entry(culprit).or_insert(&error.message);
            }
        }
        let Some(first) = culprits.keys().next().cloned() else {
            let stderr = String::from_utf8_lossy(&output.stderr);
            let first = errors.first().map(|error| format!("{}:{}: {}", error.file, error.line, error.message));
            let folder = krate.folder().display();
            return Err(format!("{folder} does not compile\n{}\n{stderr}", first.unwrap_or_default()).into());
        };
        for (culprit, message) in culprits.iter().filter(|(culprit, _)| culprit.kind() == first.kind()) {
            for (line, part) in take_out(declarations, culprit) {
                if let Some(page) = corpus.page_at(line) {
                    failures.push(Failure::new(page.label(), part, *message));
                }
            }
        }
    }
}

/// Removes the declaration `culprit`, which causes a compiler error. Returns the pages that use the declaration: for each, the page's line
/// in `pages.jsonl` and the part of the page that fails, such as `type User`.
fn take_out(declarations: &mut Declarations, culprit: &Culprit) -> BTreeSet<(usize, String)> {
    match culprit {
        Culprit::Id(id) => {
            let templates = declarations.remove_id(id);
            templates.into_iter().map(|(line, template)| (line, format!("path {template}"))).collect()
        }
        Culprit::Type(version, ident) => {
            let lines = declarations.remove_type(version, ident);
            lines.into_iter().map(|line| (line, format!("type {ident}"))).collect()
        }
        Culprit::Path(line, template) => {
            declarations.remove_path(*line, template);
            [(*line, format!("path {template}"))].into()
        }
        Culprit::Page(line) => {
            declarations.remove_page(*line);
            [(*line, "declaration".to_owned())].into()
        }
        Culprit::Family(version, ident) => {
            let lines = declarations.remove_family(version, ident);
            lines.into_iter().map(|line| (line, format!("derived {ident}"))).collect()
        }
    }
}

/// Finds the declaration at the position of a compiler error in a generated file.
fn culprit(declarations: &Declarations, error: &CompileError, text: &str) -> Option<Culprit> {
    let line = text.lines().nth(error.line.checked_sub(1)?)?;
    if error.file == "src/ids.rs" {
        return Some(Culprit::Id(line.trim().strip_prefix("pub ")?.trim_end_matches(';').to_owned()));
    }
    if error.file == "src/main.rs" {
        return Some(Culprit::Page(line.trim().strip_prefix('(')?.split(',').next()?.parse().ok()?));
    }
    for version in &declarations.versions {
        let module = version.module;
        if error.file == format!("src/{module}/types.rs") {
            return Some(Culprit::Type(module, item(text, error.line)?));
        }
        if error.file == format!("src/{module}/families.rs") {
            return Some(Culprit::Family(module, item(text, error.line)?));
        }
        if let Some(page) = version.pages.iter().find(|page| page.file(module) == error.file) {
            let path = page.paths.iter().find(|path| line.trim_end_matches(',').ends_with(&format!("{:?}", path.template)));
            return Some(path.map_or(Culprit::Page(page.line), |path| Culprit::Path(page.line, path.template.clone())));
        }
    }
    None
}

/// Returns the Rust name of the struct or enum at this line of a generated file. Blank lines separate the items of the file.
fn item(text: &str, line: usize) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let (before, after) = lines.split_at_checked(line)?;
    let start = before.iter().rposition(|line| line.is_empty())?;
    let mut block = before.get(start + 1..)?.iter().chain(after.iter().take_while(|line| !line.is_empty()));
    let name = block.find_map(|line| line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum ")))?;
    Some(name.split(' ').next()?.to_owned())
}

/// A compiler error in a generated file.
pub(super) struct CompileError {
    /// The path of the file, relative to the crate's folder.
    pub(super) file: String,
    /// The line in the file, from 1.
    pub(super) line: usize,
    pub(super) message: String,
}

/// Returns the compiler errors that have a position in the generated crate. `messages` is cargo's output as JSON lines.
pub(super) fn errors(messages: &str) -> Vec<CompileError> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Json>(line).ok());
    let errors = messages.map(|message| message["message"].clone()).filter(|message| message["level"] == "error");
    errors
        .filter_map(|message| {
            let spans = message["spans"].as_array()?;
            let (file, line) = spans.iter().filter(|span| span["is_primary"] == true).chain(spans).find_map(place)?;
            let text = message["message"].as_str().unwrap_or_default().lines().next().unwrap_or_default().to_owned();
            Some(CompileError { file, line, message: text })
        })
        .collect()
}

/// Returns the file and line of the span in a compiler message. If the span is in code that a macro generated, returns the file and line of
/// the macro call.
fn place(span: &Json) -> Option<(String, usize)> {
    let file = span["file_name"].as_str()?.replace('\\', "/");
    if file.starts_with("src/") {
        return Some((file, usize::try_from(span["line_start"].as_u64()?).ok()?));
    }
    place(span.get("expansion")?.get("span")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_found_by_any_of_its_lines() {
        let text = "use a;\n\n#[b]\npub struct C {\n    d: e,\n}\n\n#[f]\npub enum G {\n}\n";
        let names: Vec<_> = (3..=6).chain(8..=10).map(|line| item(text, line)).collect();
        assert_eq!(
            names.iter().map(Option::as_deref).collect::<Vec<_>>(),
            [Some("C"), Some("C"), Some("C"), Some("C"), Some("G"), Some("G"), Some("G")]
        );
    }

    #[test]
    fn an_error_in_a_macro_is_at_its_call() {
        let message = r##"{"message": {"level": "error", "message": "no\nmore", "spans": [{"file_name": "/x/lib.rs", "line_start": 1, "is_primary": true,
            "expansion": {"span": {"file_name": "src/ids.rs", "line_start": 7}}}]}}"##;
        let errors = errors(&message.replace('\n', ""));
        assert_eq!(errors.len(), 1);
        assert_eq!((errors[0].file.as_str(), errors[0].line, errors[0].message.as_str()), ("src/ids.rs", 7, "no"));
    }
}
