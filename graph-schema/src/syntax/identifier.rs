//! Rust identifiers: keywords, and conversion of the service's names to identifiers.

/// The Rust keywords of edition 2024 that can be raw identifiers, sorted.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words that cannot be Rust identifiers, not even raw ones.
pub const NEVER_RAW: &[&str] = &["", "_", "crate", "self", "Self", "super"];

/// Returns whether the word is a Rust keyword that can be a raw identifier, such as `type`.
pub fn is_keyword(word: &str) -> bool {
    KEYWORDS.binary_search(&word).is_ok()
}

/// Converts a word to a Rust identifier. A keyword becomes a raw identifier; a word that cannot be raw gets a `_`.
///
/// ```
/// use graph_schema::syntax::identifier::identifier;
///
/// assert_eq!(identifier("type"), "r#type");
/// assert_eq!(identifier("self"), "self_");
/// assert_eq!(identifier("2fa"), "_2fa");
/// ```
pub fn identifier(word: &str) -> String {
    if word.is_empty() {
        "__".to_owned()
    } else if is_keyword(word) {
        format!("r#{word}")
    } else if NEVER_RAW.contains(&word) {
        format!("{word}_")
    } else if word.starts_with(|c: char| !c.is_alphabetic() && c != '_') {
        format!("_{word}")
    } else {
        word.to_owned()
    }
}

/// Appends a `_` to a word that is a Rust keyword, such as `type`. Used for constructor names, which are never raw identifiers.
pub fn never_raw(word: String) -> String {
    if is_keyword(&word) || NEVER_RAW.contains(&word.as_str()) { word + "_" } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_are_sorted_for_the_binary_search() {
        assert!(KEYWORDS.is_sorted());
    }
}
