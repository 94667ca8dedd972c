//! Compiles the request lines of the API pages as path templates, as they stand, and counts those that are refused.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use graph_schema::syntax::template::{PlaceholderKind, Template};
use serde_json::Value as Json;

use super::compile::errors;
use super::krate::{Profile, WrittenCrate};
use crate::Result;

/// The smallest share of the paths that must compile, in percent.
pub const BOUND: f64 = 99.0;

/// The file of the generated crate with one template per line.
const FILE: &str = "src/templates.rs";

/// A kind of request line that is not a path template, and the rule that recognises it.
type Rule = (&'static str, fn(&str) -> bool);

/// The rules for request lines that are not path templates. They look only at the text, so that a path that the parser refuses by mistake
/// still counts as a path.
const NOT_A_PATH: &[Rule] = &[
    ("a full URL", |line| line.contains("://")),
    ("a query string: it belongs to `query(name, value)`", |line| outside_braces(line).contains('?')),
    ("prose in place of a path", |line| outside_braces(line).contains([' ', '*'])),
    ("an omitted part, `...`", |line| line.contains("...")),
    ("an abbreviated host, `~`", |line| line.starts_with('~')),
    ("an example id in place of a key", |line| line.split('/').any(is_guid)),
    ("misprint: the version is a part of the path", |line| line.starts_with("/beta/") || line.starts_with("/v1.0/")),
    ("misprint: no `/` at the start", |line| !line.starts_with('/')),
    ("misprint: `/` at the end, or twice", |line| line.ends_with('/') || line.contains("//")),
    ("misprint: a placeholder in parentheses in place of braces", |line| line.contains("/(")),
    ("misprint: parentheses, braces or quotes without their other half", |line| !is_balanced(line)),
];

/// The result of compiling a file of request lines.
#[derive(Debug, Default)]
pub struct Counts {
    /// The number of lines.
    pub lines: usize,
    /// The number of lines that are a path template by the rules.
    pub paths: usize,
    /// The number of paths that compile.
    pub pasted: usize,
    /// The kinds of lines that are not a path, the most frequent first. Each kind has the number of its lines before it.
    pub kinds: Vec<(usize, &'static str)>,
    /// The compile errors of paths, the most frequent first: for each, the number of paths, the error and one example of a path.
    pub refused: Vec<(usize, String, String)>,
}

impl Counts {
    /// Returns the share of the paths that compile, in percent.
    pub fn share(&self) -> f64 {
        100.0 * self.pasted as f64 / self.paths.max(1) as f64
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, kind) in &self.kinds {
            writeln!(f, "no path {count:5}  {kind}")?;
        }
        for (count, error, example) in &self.refused {
            writeln!(f, "REFUSED {count:5}  {error}: {example}")?;
        }
        let Self { lines, paths, pasted, .. } = self;
        write!(f, "{lines} lines: {paths} are a path, {pasted} of them ({:.2} %) compile as they stand", self.share())
    }
}

/// Compiles the templates in a file of JSON lines with the members `version` and `template`.
///
/// # Errors
/// The file cannot be read, or cargo fails without a compiler error.
pub fn check(file: &Path) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    // The number of lines per version and template.
    let mut paths: BTreeMap<(bool, String), usize> = BTreeMap::new();
    for line in fs::read_to_string(file)?.lines().filter(|line| !line.trim().is_empty()) {
        let line: Json = serde_json::from_str(line)?;
        let template = line["template"].as_str().ok_or("a line has no `template`")?;
        counts.lines += 1;
        match NOT_A_PATH.iter().find(|(_, applies)| applies(template)) {
            Some((kind, _)) => *kinds.entry(kind).or_default() += 1,
            None => *paths.entry((line["version"] == "beta", template.to_owned())).or_default() += 1,
        }
    }
    counts.kinds = kinds.into_iter().map(|(kind, count)| (count, kind)).collect();
    counts.kinds.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counts.paths = paths.values().sum();
    let mut refused: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for ((beta, template), error) in compile(paths.keys().cloned().collect())? {
        let lines = paths.get(&(beta, template.clone())).copied().unwrap_or_default();
        refused.entry(error).or_insert((0, template)).0 += lines;
    }
    counts.refused = refused.into_iter().map(|(error, (count, example))| (count, error, example)).collect();
    counts.refused.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
    counts.pasted = counts.paths - counts.refused.iter().map(|(count, ..)| count).sum::<usize>();
    Ok(counts)
}

/// A version (`true` for beta) and the text of a template.
type Line = (bool, String);

/// Compiles the templates without constructor names. Returns those that do not compile, with the error.
fn compile(mut lines: Vec<Line>) -> Result<Vec<(Line, String)>> {
    let mut refused = Vec::new();
    loop {
        let structs = structs(&lines);
        let files = [
            ("src/ids.rs".to_owned(), ids(&lines)),
            (FILE.to_owned(), source(&structs)),
            ("src/main.rs".to_owned(), "#![allow(dead_code)]\n\nmod ids;\nmod templates;\n\nfn main() {}\n".to_owned()),
        ];
        let krate = WrittenCrate::write("corpus-templates", &["exact-numbers"], &files)?;
        let output = krate.cargo(Profile::Check).args(["--message-format", "json"]).output()?;
        if output.status.success() {
            return Ok(refused);
        }
        let source = &files[1].1;
        let mut failed: BTreeMap<String, String> = BTreeMap::new();
        for error in errors(&String::from_utf8_lossy(&output.stdout)).into_iter().filter(|error| error.file == FILE) {
            let text = source.lines().nth(error.line - 1).unwrap_or_default();
            if let Some(template) = text.trim().strip_suffix(',') {
                failed.entry(template.to_owned()).or_insert(error.message);
            }
        }
        let before = lines.len();
        lines.retain(|line| match failed.get(&format!("{:?}", line.1)) {
            Some(error) => {
                refused.push((line.clone(), error.clone()));
                false
            }
            None => true,
        });
        if lines.len() == before {
            let stderr = String::from_utf8_lossy(&output.stderr);
            return Err(format!("{} does not compile\n{stderr}", krate.folder().display()).into());
        }
    }
}

/// The templates of one generated struct. Their default constructor names differ, so that no template needs an explicit name.
#[derive(Default)]
struct Struct<'l> {
    beta: bool,
    names: HashSet<String>,
    shapes: HashSet<String>,
    templates: Vec<&'l str>,
}

/// Distributes the templates to as few generated structs as possible. The templates of one struct must have different constructor names and
/// different shapes.
fn structs(lines: &[Line]) -> Vec<Struct<'_>> {
    let mut structs: Vec<Struct<'_>> = Vec::new();
    for (beta, text) in lines {
        let template = Template::parse(text);
        let shape = template.shape();
        let name = template.constructor_name().unwrap_or_default();
        let collection = format!("{name}_collection");
        let fits = |one: &Struct<'_>| {
            let is_free = !one.names.contains(&name) && !one.names.contains(&collection) && !one.shapes.contains(&shape);
            one.beta == *beta && is_free
        };
        let at = structs.iter().position(fits).unwrap_or(structs.len());
        if at == structs.len() {
            structs.push(Struct { beta: *beta, ..Struct::default() });
        }
        if let Some(one) = structs.get_mut(at) {
            one.names.extend([name, collection]);
            one.shapes.insert(shape);
            one.templates.push(text);
        }
    }
    structs
}

/// Returns the source of the structs with one template per line.
fn source(structs: &[Struct<'_>]) -> String {
    let mut source = "use graph_core::{GraphEntity, graph_paths};\n".to_owned();
    for (index, Struct { beta, templates, .. }) in structs.iter().enumerate() {
        let version = if *beta { "beta" } else { "v1" };
        let _ =
            write!(source, "\n#[derive(Clone, Debug, GraphEntity)]\n#[graph(odata_type = \"microsoft.graph.thing{index}\")]\n");
        let _ = write!(source, "#[graph_paths(\n    {version},\n    ids = crate::ids,\n");
        for template in templates {
            let _ = writeln!(source, "    {template:?},");
        }
        let _ = write!(source, ")]\npub struct Thing{index} {{\n    #[graph(key)]\n    pub id: String,\n}}\n");
    }
    source
}

/// Returns the declaration of all id types that the templates need.
fn ids(lines: &[Line]) -> String {
    let mut ids = BTreeSet::new();
    for (_, template) in lines {
        let template = Template::parse(template);
        ids.extend(template.placeholders().filter_map(|placeholder| match &placeholder.kind {
            PlaceholderKind::Id(id) => Some(id.clone()),
            _ => None,
        }));
    }
    let declared: String = ids.iter().filter(|id| !id.is_empty()).map(|id| format!("    pub {id};\n")).collect();
    format!("graph_core::graph_ids! {{\n{declared}}}\n")
}

/// Returns the text without the parts in braces and quotes.
fn outside_braces(line: &str) -> String {
    let mut inside = false;
    let mut quoted = false;
    line.chars()
        .filter(|char| {
            match char {
                '{' | '<' => inside = true,
                '}' | '>' => inside = false,
                '\'' => quoted = !quoted,
                _ => {}
            }
            !inside && !quoted
        })
        .collect()
}

fn is_guid(segment: &str) -> bool {
    segment.chars().filter(char::is_ascii_hexdigit).count() == 32
        && segment.chars().all(|char| char.is_ascii_hexdigit() || char == '-')
}

/// Returns whether the line has as many opening as closing braces, parentheses and angle brackets, and an even number of quotes.
fn is_balanced(line: &str) -> bool {
    let count = |char| line.matches(char).count();
    [('{', '}'), ('(', ')'), ('<', '>')].iter().all(|(open, close)| count(*open) == count(*close)) && count('\'') % 2 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(line: &str) -> Option<&'static str> {
        NOT_A_PATH.iter().find(|(_, applies)| applies(line)).map(|(kind, _)| *kind)
    }

    #[test]
    fn a_path_with_every_kind_of_placeholder_is_a_path() {
        for line in [
            "/users/{id | userPrincipalName}",
            "/range(address='<address>')",
            "/drive/root:/{item-path}:/content",
            "/search(q='{search text?}')",
            "/me/calendarView(startDateTime={start},endDateTime={end})",
        ] {
            assert_eq!(kind(line), None, "{line}");
        }
    }

    #[test]
    fn a_line_that_is_not_a_path_has_its_kind() {
        for (line, part) in [
            ("https://graph.microsoft.com/v1.0/users", "full URL"),
            ("/users?$top=5", "query"),
            ("/users/...", "omitted"),
            ("~/users", "`~`"),
            ("/classes/acdefc6b-2dc6-4e71-b1e9-6d9810ab1793", "example id"),
            ("to the list of users", "prose"),
            ("users/{id}", "at the start"),
            ("/users/{id}/", "at the end"),
            ("/teams/(team-id)", "in place of braces"),
            ("/range(address='{address}'/clear", "other half"),
        ] {
            assert!(kind(line).is_some_and(|kind| kind.contains(part)), "{line}: {:?}", kind(line));
        }
    }

    #[test]
    fn templates_with_one_name_or_shape_are_in_different_structs() {
        let lines = ["/users/{id}", "/users/{user-id}", "/groups/{id}/members", "/teams/{id}/members"];
        let lines: Vec<Line> = lines.into_iter().map(|line| (false, line.to_owned())).collect();
        let structs = structs(&lines);
        assert_eq!(structs.iter().map(|one| one.templates.len()).collect::<Vec<_>>(), [2, 2]);
    }
}
