//! Compares the failures of a corpus check with the list of known failures, which mistakes in the API pages cause.

use std::collections::BTreeSet;

use super::failure::Failure;

/// One line of the list of known failures.
struct Entry<'a> {
    line: usize,
    page: &'a str,
    part: &'a str,
    reason: &'a str,
}

/// The failures of a corpus check, sorted into expected and unexpected ones.
pub struct Verdict {
    /// Failures that the list of known failures explains in a line for their page, not in a line for all pages.
    pub expected: Vec<Failure>,
    /// For each line of the list that applies to all pages: the number of failures that the line explains, and the line's part and reason,
    /// as `part: reason`.
    pub everywhere: Vec<(usize, String)>,
    /// Messages for failures that the list does not explain, and for lines of the list that explain no failure.
    pub errors: Vec<String>,
}

/// The page name in a line of the list that applies to all pages.
const ANY_PAGE: &str = "*";

/// Compares the failures with the list of known failures. A line is `version page | part | reason`, or `* | part | reason` for all pages.
///
/// Reports each line for a page in `pages` that explains no failure. If `strict`, reports all other lines that explain no failure too. Set
/// `strict` if the list was written for this corpus folder.
pub fn judge(file: &str, list: &str, failures: Vec<Failure>, pages: &BTreeSet<String>, strict: bool) -> Verdict {
    let (entries, mut errors) = entries(file, list);
    for entry in &entries {
        let here = format!("{file}:{}", entry.line);
        let needed = failures.iter().any(|failure| entry.explains(failure));
        if entry.page == ANY_PAGE {
            if strict && !needed {
                errors.push(format!("{here}: no page has a failure `{}`: remove the line", entry.part));
            }
        } else if !pages.contains(entry.page) {
            if strict {
                errors.push(format!("{here}: no such page: {}", entry.page));
            }
        } else if !needed {
            errors.push(format!("{here}: {} has no failure `{}`: remove the line", entry.page, entry.part));
        }
    }
    let mut verdict = Verdict { expected: Vec::new(), everywhere: Vec::new(), errors };
    for entry in entries.iter().filter(|entry| entry.page == ANY_PAGE) {
        let count = failures.iter().filter(|failure| entry.explains(failure)).count();
        verdict.everywhere.push((count, format!("{}: {}", entry.part, entry.reason)));
    }
    for failure in failures {
        match entries.iter().find(|entry| entry.explains(&failure)) {
            Some(entry) if entry.page == ANY_PAGE => {}
            Some(_) => verdict.expected.push(failure),
            None => verdict.errors.push(format!("{}: {}: {}", failure.page, failure.part, failure.reason)),
        }
    }
    verdict
}

impl Entry<'_> {
    fn explains(&self, failure: &Failure) -> bool {
        [failure.page.as_str(), ANY_PAGE].contains(&self.page) && failure.part == self.part
    }
}

fn entries<'a>(file: &str, list: &'a str) -> (Vec<Entry<'a>>, Vec<String>) {
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    for (index, text) in list.lines().enumerate().filter(|(_, text)| !text.trim().is_empty() && !text.starts_with('#')) {
        let mut parts = text.splitn(3, '|').map(str::trim);
        match (parts.next(), parts.next(), parts.next()) {
            (Some(page), Some(part), Some(reason)) if !reason.is_empty() => {
                entries.push(Entry { line: index + 1, page, part, reason });
            }
            _ => errors.push(format!("{file}:{}: a line is `version page | part | reason`", index + 1)),
        }
    }
    (entries, errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "# why\nbeta a.md | path ** none | the page shows an error text\n";

    fn judged(failures: &[(&str, &str)], pages: &[&str], strict: bool) -> Verdict {
        let failures = failures.iter().map(|(page, part)| Failure::new(*page, *part, "it is wrong")).collect();
        judge("broken-pages.txt", LIST, failures, &pages.iter().map(|page| (*page).to_owned()).collect(), strict)
    }

    #[test]
    fn an_entry_explains_just_its_failure() {
        let verdict = judged(&[("beta a.md", "path ** none"), ("beta a.md", "response")], &["beta a.md"], true);
        assert_eq!(verdict.expected.len(), 1);
        assert_eq!(verdict.errors, ["beta a.md: response: it is wrong"]);
    }

    #[test]
    fn an_entry_that_is_not_needed_is_an_error() {
        assert_eq!(
            judged(&[], &["beta a.md"], false).errors,
            ["broken-pages.txt:2: beta a.md has no failure `path ** none`: remove the line"]
        );
    }

    #[test]
    fn an_entry_that_names_no_page_is_an_error_in_its_own_folder_only() {
        assert_eq!(judged(&[], &[], true).errors, ["broken-pages.txt:2: no such page: beta a.md"]);
        assert!(judged(&[], &[], false).errors.is_empty());
    }

    #[test]
    fn an_entry_for_any_page_explains_its_part_wherever_it_is() {
        let judged = |parts: &[(&str, &str)], strict| {
            let failures = parts.iter().map(|(page, part)| Failure::new(*page, *part, "it is wrong")).collect();
            judge("l", "* | order | by name", failures, &BTreeSet::new(), strict)
        };
        let verdict = judged(&[("beta a.md", "order"), ("beta b.md", "order"), ("beta b.md", "response")], true);
        assert_eq!(verdict.everywhere, [(2, "order: by name".to_owned())]);
        assert_eq!(verdict.errors, ["beta b.md: response: it is wrong"]);
        assert_eq!(judged(&[], true).errors, ["l:1: no page has a failure `order`: remove the line"]);
        assert!(judged(&[], false).errors.is_empty());
    }

    #[test]
    fn a_line_without_a_reason_is_an_error() {
        let verdict = judge("broken-pages.txt", "beta a.md | path", Vec::new(), &BTreeSet::new(), false);
        assert_eq!(verdict.errors, ["broken-pages.txt:1: a line is `version page | part | reason`"]);
    }
}
