//! Names of Rust for names of the service, and the names that the macros derive from them.

use std::collections::BTreeSet;

const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern",
    "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Keywords that have no raw form.
const NEVER_RAW: &[&str] = &["crate", "self", "super", "Self", "_"];

/// Names given so far in one scope.
#[derive(Default)]
pub struct Scope(BTreeSet<String>);

impl Scope {
    /// A scope in which these names have a meaning already.
    pub fn with(taken: &[&str]) -> Self {
        Self(taken.iter().map(|name| (*name).to_owned()).collect())
    }

    /// The name, or the name with a number, whichever is free; together with what is generated beside it.
    pub fn give(&mut self, name: &str, beside: &[&str]) -> String {
        let all = |candidate: &str| -> Vec<String> {
            std::iter::once("").chain(beside.iter().copied()).map(|suffix| format!("{candidate}{suffix}")).collect()
        };
        let mut candidate = name.to_owned();
        let mut number = 1;
        while all(&candidate).iter().any(|name| self.0.contains(name)) {
            number += 1;
            candidate = format!("{name}{}{number}", if name.ends_with(|last: char| last.is_ascii_digit()) { "_" } else { "" });
        }
        self.0.extend(all(&candidate));
        candidate
    }
}

/// A word as an identifier.
pub fn identifier(word: &str) -> String {
    if KEYWORDS.contains(&word) {
        format!("r#{word}")
    } else if NEVER_RAW.contains(&word) {
        format!("{word}_")
    } else if !word.starts_with(|first: char| first.is_alphabetic() || first == '_') {
        format!("n{word}")
    } else {
        word.to_owned()
    }
}

/// `azureADDeviceId` to `azure_ad_device_id`, as the macros name constructors and arguments.
pub fn snake_case(name: &str) -> String {
    let chars: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (index, &char) in chars.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| chars.get(before));
        let lower_follows = chars.get(index + 1).is_some_and(|after| after.is_lowercase());
        let starts_word = char.is_uppercase() && before.is_some_and(|before| !before.is_uppercase() || lower_follows);
        if (starts_word || !char.is_alphanumeric()) && !snake.is_empty() && !snake.ends_with('_') {
            snake.push('_');
        }
        if char.is_alphanumeric() {
            snake.extend(char.to_lowercase());
        }
    }
    snake.trim_end_matches('_').to_owned()
}

/// `remote_Control_Software` to `RemoteControlSoftware`.
pub fn pascal_case(name: &str) -> String {
    let pascal: String = name.split(|char: char| !char.is_alphanumeric()).map(upper_first).collect();
    if pascal.starts_with(|first: char| first.is_alphabetic()) { pascal } else { format!("N{pascal}") }
}

/// What the derive takes a field for.
pub fn property_of(field: &str) -> String {
    let mut words = field.trim_start_matches("r#").split('_').filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &upper_first(word))
}

/// What the derive takes a variant for.
pub fn member_of(variant: &str) -> String {
    let mut chars = variant.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// With the first letter raised: the id type of a placeholder.
pub fn upper_first(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The name that `#[graph_paths]` gives a template's constructor, if it gives one.
pub fn constructor(template: &str) -> String {
    let segments: Vec<&str> = template.split('/').filter(|segment| !segment.is_empty()).collect();
    let first = segments.iter().position(|segment| segment.starts_with('{'));
    let (before, after) = segments.split_at(first.unwrap_or(0));
    let mut words = literals(after);
    if words.is_empty() {
        words = literals(before).pop().into_iter().collect();
    }
    words.join("_")
}

/// A longer name, of all segments of a template.
pub fn long_constructor(template: &str) -> String {
    let segments: Vec<&str> = template.split('/').filter(|segment| !segment.is_empty()).collect();
    literals(&segments).join("_")
}

fn literals(segments: &[&str]) -> Vec<String> {
    let literal = segments.iter().filter(|segment| !segment.starts_with('{'));
    literal.map(|segment| snake_case(segment.rsplit('.').next().unwrap_or(segment))).filter(|name| !name.is_empty()).collect()
}
