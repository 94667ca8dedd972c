//! Measures all source files of the workspace, and compares the measurements with limits.

use std::fmt::{self, Display, Formatter};
use std::path::Path;

use super::imports::{self, Edges};
use super::lengths::{self, Function};
use super::modules::Modules;
use super::sources::{self, Source};
use super::{circles, prose};
use crate::Result;

/// The maximum number of files in an import cycle.
const CIRCLE: usize = 2;
/// The maximum number of lines in a function.
const FUNCTION: usize = 60;
/// The maximum number of lines in a file.
const FILE: usize = 450;
/// The maximum number of comments in the workspace that [`prose`] counts.
const CLAUSES: usize = 14;
/// The number of the longest functions and files to list.
const LISTED: usize = 10;

/// The measurements of all source files.
pub struct Report {
    files: Vec<(String, usize)>,
    functions: Vec<(String, Function)>,
    clauses: Vec<(String, usize)>,
    direct: Circles,
    through_re_exports: Circles,
}

/// The import cycles of the workspace, found by one of the two ways to count imports: directly, or through re-exports.
struct Circles {
    circles: Vec<Vec<String>>,
    /// The imports within each cycle above the limit, each as `importing file -> imported file: paths`.
    reasons: Vec<String>,
}

impl Report {
    /// Measures the workspace at `root`.
    ///
    /// # Errors
    /// A file cannot be read, or is not Rust.
    pub fn measure(root: &Path) -> Result<Self> {
        let sources = sources::read(root)?;
        let modules = Modules::parse(&sources)?;
        let imports = imports::collect(&modules);
        let mut functions = Vec::new();
        for source in &sources {
            let file = syn::parse_file(&source.text).map_err(|error| format!("{}: {error}", name(source)))?;
            functions.extend(lengths::functions(&file).into_iter().map(|function| (name(source), function)));
        }
        functions.sort_by_key(|(_, function)| std::cmp::Reverse(function.lines));
        let mut files: Vec<_> = sources.iter().map(|source| (name(source), source.text.lines().count())).collect();
        files.sort_by_key(|(_, lines)| std::cmp::Reverse(*lines));
        let clauses = sources.iter().map(|source| (name(source), prose::count(&source.text)));
        Ok(Self {
            files,
            functions,
            clauses: clauses.filter(|(_, count)| *count > 0).collect(),
            direct: Circles::of(&imports.direct, &sources),
            through_re_exports: Circles::of(&imports.through_re_exports, &sources),
        })
    }

    /// Returns a message for each measurement above its limit, such as the length of a function.
    pub fn violations(&self) -> Vec<String> {
        let circles = self.direct.circles.iter().filter(|circle| circle.len() > CIRCLE);
        let circles = circles.map(|circle| format!("an import circle of {} files: {}", circle.len(), circle.join(", ")));
        let functions = self.functions.iter().filter(|(_, function)| function.lines > FUNCTION);
        let functions = functions
            .map(|(file, function)| format!("{file}:{}: `{}` has {} lines", function.line, function.name, function.lines));
        let files = self.files.iter().filter(|(_, lines)| *lines > FILE);
        let files = files.map(|(file, lines)| format!("{file}: {lines} lines"));
        let clauses = (self.clauses() > CLAUSES).then(|| format!("{} comments with a clause in place of a name", self.clauses()));
        circles.chain(functions).chain(files).chain(clauses).collect()
    }

    fn clauses(&self) -> usize {
        self.clauses.iter().map(|(_, count)| count).sum()
    }
}

impl Circles {
    fn of(edges: &Edges, sources: &[Source]) -> Self {
        let found = circles::find(edges);
        let mut reasons = Vec::new();
        for circle in found.iter().filter(|circle| circle.len() > CIRCLE) {
            for ((from, to), paths) in edges {
                if circle.contains(from) && circle.contains(to) {
                    let paths: Vec<_> = paths.iter().take(4).map(String::as_str).collect();
                    reasons.push(format!("{} -> {}: {}", name(&sources[*from]), name(&sources[*to]), paths.join(", ")));
                }
            }
        }
        let circles = found.iter().map(|circle| circle.iter().map(|file| name(&sources[*file])).collect());
        Self { circles: circles.collect(), reasons }
    }

    fn print(&self, title: &str, f: &mut Formatter<'_>) -> fmt::Result {
        let largest = self.circles.first().map_or(1, Vec::len);
        writeln!(f, "\n{title}: {} circles, the largest of {largest} files", self.circles.len())?;
        for circle in &self.circles {
            writeln!(f, "{:5}  {}", circle.len(), circle.join(", "))?;
        }
        self.reasons.iter().try_for_each(|reason| writeln!(f, "       {reason}"))
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let lines: usize = self.files.iter().map(|(_, lines)| lines).sum();
        writeln!(f, "{} files, {lines} lines, {} functions", self.files.len(), self.functions.len())?;
        self.direct.print(&format!("Import circles, each import to the file that declares the item (limit {CIRCLE})"), f)?;
        self.through_re_exports.print("Import circles, re-exporting files included", f)?;
        writeln!(f, "\nLongest functions (limit {FUNCTION})")?;
        for (file, function) in self.functions.iter().take(LISTED) {
            writeln!(f, "{:5}  {file}:{} {}", function.lines, function.line, function.name)?;
        }
        writeln!(f, "\nLongest files (limit {FILE})")?;
        self.files.iter().take(LISTED).try_for_each(|(file, lines)| writeln!(f, "{lines:5}  {file}"))?;
        writeln!(f, "\nComments with a clause in place of a name: {} (limit {CLAUSES})", self.clauses())?;
        self.clauses.iter().try_for_each(|(file, count)| writeln!(f, "{count:5}  {file}"))
    }
}

fn name(source: &Source) -> String {
    source.path.display().to_string()
}
