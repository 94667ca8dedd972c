//! Declares the pages' entities, compiles and runs the declarations, then compares the failures with the list of known ones.

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;
use std::process::Stdio;

use super::broken::{Verdict, judge};
use super::compile::compile;
use super::declare::{Declarations, TypeDeclaration, declare};
use super::facts::Corpus;
use super::failure::Failure;
use super::flags::FlagsEnums;
use super::krate::Profile;
use crate::Result;

const BROKEN: &str = include_str!("../../broken-pages.txt");

/// The result of checking a folder of API pages.
pub struct Report {
    /// The numbers of pages, paths and types that were checked, as one or two lines of text.
    pub counts: String,
    /// The failures of the check, sorted into expected and unexpected ones.
    pub verdict: Verdict,
}

/// The numbers that a report shows.
#[derive(Debug, Default)]
struct Counts {
    pages: usize,
    passed: usize,
    entities: usize,
    properties: usize,
    paths: usize,
    structures: usize,
    enumerations: usize,
    derived: usize,
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pages, passed, entities, properties, paths, structures, enumerations, derived } = self;
        writeln!(f, "{passed} of {pages} pages pass: {entities} entities, {properties} properties, {paths} paths;")?;
        write!(f, "they reach {structures} complex types, {enumerations} enumerations and {derived} enums of derived types")
    }
}

/// Checks a corpus folder. Set `strict` if the folder is the one that the list of broken pages was written for.
///
/// # Errors
/// The folder cannot be read, or cargo fails without a compiler error.
pub fn check(folder: &Path, schemas: &Path, strict: bool) -> Result<Report> {
    let folder = folder.canonicalize().map_err(|error| format!("{}: {error}", folder.display()))?;
    let corpus = Corpus::read(&folder)?;
    let flags = FlagsEnums::find(&corpus, schemas);
    let mut declarations = declare(&corpus, &|version, name| flags.contains(version, name));
    let mut failures = std::mem::take(&mut declarations.failures);
    let declaring = failures.clone();
    let name = format!(
        "check-{}",
        folder.file_name().unwrap_or_default().to_string_lossy().replace(|char: char| !char.is_alphanumeric(), "-")
    );
    let krate = compile(&name, &corpus, &mut declarations, &mut failures)?;
    let output = std::process::Command::new(krate.program(Profile::Debug)).arg(&folder).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("the generated program failed: {}", output.status).into());
    }
    for line in std::str::from_utf8(&output.stdout)?.lines() {
        let problem: (usize, String, String) = serde_json::from_str(line)?;
        let page = corpus.page_at(problem.0).ok_or("the generated program names a page that is not there")?;
        if !declaring.iter().any(|known| known.page == page.label() && known.part == problem.1) {
            failures.push(Failure::new(page.label(), problem.1, problem.2));
        }
    }
    let counts = count(&corpus, &declarations, &failures).to_string();
    let pages: BTreeSet<String> = corpus.pages.iter().map(super::facts::Page::label).collect();
    Ok(Report { counts, verdict: judge("broken-pages.txt", BROKEN, failures, &pages, strict) })
}

fn count(corpus: &Corpus, declarations: &Declarations, failures: &[Failure]) -> Counts {
    let failed: BTreeSet<&str> = failures.iter().map(|failure| failure.page.as_str()).collect();
    let mut counts = Counts {
        pages: corpus.pages.len(),
        passed: corpus.pages.iter().filter(|page| !failed.contains(page.label().as_str())).count(),
        entities: corpus.pages.iter().map(|page| &page.entity).collect::<BTreeSet<_>>().len(),
        ..Counts::default()
    };
    for version in &declarations.versions {
        counts.properties += version.pages.iter().map(|page| page.structure.fields.len()).sum::<usize>();
        counts.paths += version.pages.iter().map(|page| page.paths.len()).sum::<usize>();
        for declared in &version.types {
            match declared {
                TypeDeclaration::Structure(_) => counts.structures += 1,
                TypeDeclaration::Enumeration(_) => counts.enumerations += 1,
                TypeDeclaration::Derived(_) => counts.derived += 1,
            }
        }
    }
    counts
}
