//! Writes lists of names for error messages.

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
