//! Declares the pages' entities from the schemas, compiles and runs the declarations, then compares the failures with the list of known
//! ones.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Stdio;

use super::declare::declare;
use super::write::checks;
use crate::Result;
use crate::corpus::Report;
use crate::corpus::broken::judge;
use crate::corpus::facts::{Corpus, Page};
use crate::corpus::failure::Failure;
use crate::corpus::krate::{Profile, WrittenCrate};

/// The list of known differences between pages and schema.
const LIST: &str = include_str!("../../../pages-and-schema.txt");

/// Returns the failed part of a page, followed by the property that the reason names: ``response `size` ``. The list of known failures then
/// has one line per property.
fn named(part: &str, reason: &str) -> String {
    let Some(path) = reason.strip_prefix("property `").and_then(|rest| rest.split('`').next()) else { return part.to_owned() };
    let start = path.find('@').or_else(|| path.rfind('.').map(|dot| dot + 1)).unwrap_or_default();
    format!("{part} `{}`", path.get(start..).unwrap_or_default())
}

/// Checks every page of the folder whose entity is in the schemas. Set `strict` if the folder is the one that the list of known failures
/// was written for.
///
/// # Errors
/// The folders cannot be read, or the declarations do not compile.
pub fn check(folder: &Path, schemas: &Path, strict: bool) -> Result<Report> {
    let folder = folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))?;
    let corpus = Corpus::read(&folder)?;
    let mut declared = declare(&corpus, schemas, true)?;
    let krate = WrittenCrate::write("corpus-by-schema", &["exact-numbers", "schema"], &checks(&declared))?;
    let built = krate.cargo(Profile::Debug).env("CARGO_PROFILE_DEV_DEBUG", "0").status()?;
    if !built.success() {
        return Err(format!("the declarations do not compile, see {}", krate.folder().display()).into());
    }
    let output = std::process::Command::new(krate.program(Profile::Debug)).arg(&folder).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("the generated program failed: {}", output.status).into());
    }
    let mut failures = std::mem::take(&mut declared.left_out);
    for line in std::str::from_utf8(&output.stdout)?.lines() {
        let (line, part, reason): (usize, String, String) = serde_json::from_str(line)?;
        let page = corpus.page_at(line).ok_or("the generated program names a page that is not there")?;
        failures.push(Failure::new(page.label(), named(&part, &reason), reason));
    }
    let pages = || declared.versions.iter().flat_map(|version| &version.pages);
    let entities: BTreeSet<_> = pages().filter_map(|page| corpus.page_at(page.line)).map(Page::qualified_name).collect();
    let paths: usize = pages().map(|page| page.paths.len()).sum();
    let lines: usize = pages().map(|page| page.text.lines().count()).sum();
    let counts = format!(
        "{} pages of {} entities declared by the schemas with {paths} paths, {lines} lines; {} differences",
        pages().count(),
        entities.len(),
        failures.len()
    );
    let labels = corpus.pages.iter().map(Page::label).collect();
    Ok(Report { counts, verdict: judge("pages-and-schema.txt", LIST, failures, &labels, strict) })
}
