//! Writes lists of names for error messages, and messages that several macros report.

/// The error of a union. A derive and `graph_paths` both report it, because rustc prints equal errors once.
pub(crate) const UNION: &str = "an entity, a complex type, an action or a function is a struct: OData does not have unions";

/// Returns "`a`, `b` or `c`" for the names `a`, `b` and `c`.
pub(crate) fn any_of(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    alternatives(&quoted.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Returns "a, b or c" for the parts `a`, `b` and `c`.
pub(crate) fn alternatives(parts: &[&str]) -> String {
    match parts {
        [rest @ .., end] if !rest.is_empty() => format!("{} or {end}", rest.join(", ")),
        _ => parts.concat(),
    }
}
