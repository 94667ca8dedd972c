//! Chooses unique Rust names, by the rules of [`graph_schema::syntax`].

use std::collections::BTreeSet;

use graph_schema::syntax::case::{pascal_case, snake_case};

/// The Rust names that are used in one scope.
#[derive(Default)]
pub struct Scope(BTreeSet<String>);

impl Scope {
    /// Creates a scope in which these names are taken.
    pub fn with(taken: &[&str]) -> Self {
        Self(taken.iter().map(|name| (*name).to_owned()).collect())
    }

    /// Returns `name`, with a number appended if the name is already used, and marks the returned name as used. `beside` has the suffixes,
    /// such as `Patch`, of further names that are generated from the returned name.
    pub fn give(&mut self, name: &str, beside: &[&str]) -> String {
        let mut candidate = name.to_owned();
        for number in 2.. {
            let all: Vec<String> = [""].iter().chain(beside).map(|suffix| format!("{candidate}{suffix}")).collect();
            if all.iter().all(|name| !self.0.contains(name)) {
                self.0.extend(all);
                break;
            }
            let separator = if name.ends_with(|last: char| last.is_ascii_digit()) { "_" } else { "" };
            candidate = format!("{name}{separator}{number}");
        }
        candidate
    }
}

/// Converts the name of a type, as the API pages write it, to a Rust name.
pub fn type_ident(name: &str) -> String {
    let ident = pascal_case(name);
    if ident.starts_with(char::is_alphabetic) { ident } else { format!("T{ident}") }
}

/// Returns a constructor name made from all literal segments of a template. It is longer than the name that
/// [`graph_schema::syntax::template::Template::constructor_name`] returns.
pub fn long_constructor(template: &str) -> String {
    let literals = template.split('/').filter(|segment| !segment.is_empty() && !segment.starts_with('{'));
    let words: Vec<String> = literals.map(|segment| snake_case(segment.rsplit('.').next().unwrap_or(segment))).collect();
    words.join("_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_given_once_and_so_is_what_stands_beside_it() {
        let mut scope = Scope::with(&["Date"]);
        assert_eq!(scope.give("Date", &[]), "Date2");
        assert_eq!(scope.give("Foo", &["Patch"]), "Foo");
        assert_eq!(scope.give("FooPatch", &[]), "FooPatch2");
        assert_eq!(scope.give("V10", &[]), "V10");
        assert_eq!(scope.give("V10", &[]), "V10_2");
    }
}
