//! The list of pages that cannot pass, since they are broken themselves.

use std::collections::BTreeSet;

use super::declare::Failure;

/// One page that cannot pass.
struct Entry<'a> {
    line: usize,
    page: &'a str,
    part: &'a str,
}

/// What the list makes of the failures.
pub struct Verdict {
    /// Failures that the list explains.
    pub expected: Vec<Failure>,
    /// What makes the check fail.
    pub errors: Vec<String>,
}

/// Holds the failures against the list, of which each line is `version page | part | reason`.
///
/// An entry that explains no failure is an error, unless its page is not among `pages` and the folder is not the one that the list
/// was written for (`strict`).
pub fn judge(file: &str, list: &str, failures: Vec<Failure>, pages: &BTreeSet<String>, strict: bool) -> Verdict {
    let (entries, mut errors) = entries(file, list);
    for entry in &entries {
        let here = format!("{file}:{}", entry.line);
        if !pages.contains(entry.page) {
            if strict {
                errors.push(format!("{here}: there is no page {}", entry.page));
            }
        } else if !failures.iter().any(|failure| entry.explains(failure)) {
            errors.push(format!("{here}: {} has no failure `{}`: remove the line", entry.page, entry.part));
        }
    }
    let (expected, unexpected) = failures.into_iter().partition(|failure| entries.iter().any(|entry| entry.explains(failure)));
    let unexpected: Vec<Failure> = unexpected;
    errors.extend(unexpected.iter().map(|failure| format!("{}: {}: {}", failure.page, failure.part, failure.reason)));
    Verdict { expected, errors }
}

impl Entry<'_> {
    fn explains(&self, failure: &Failure) -> bool {
        failure.page == self.page && failure.part == self.part
    }
}

fn entries<'a>(file: &str, list: &'a str) -> (Vec<Entry<'a>>, Vec<String>) {
    let (mut entries, mut errors) = (Vec::new(), Vec::new());
    for (index, text) in list.lines().enumerate().filter(|(_, text)| !text.trim().is_empty() && !text.starts_with('#')) {
        let mut parts = text.splitn(3, '|').map(str::trim);
        match (parts.next(), parts.next(), parts.next()) {
            (Some(page), Some(part), Some(reason)) if !reason.is_empty() => entries.push(Entry { line: index + 1, page, part }),
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
        assert_eq!(judged(&[], &[], true).errors, ["broken-pages.txt:2: there is no page beta a.md"]);
        assert!(judged(&[], &[], false).errors.is_empty());
    }

    #[test]
    fn a_line_without_a_reason_is_an_error() {
        let verdict = judge("broken-pages.txt", "beta a.md | path", Vec::new(), &BTreeSet::new(), false);
        assert_eq!(verdict.errors, ["broken-pages.txt:1: a line is `version page | part | reason`"]);
    }
}
