//! Formats lines of a Rust declaration as rustfmt does.

use std::fmt::Write as _;

use super::markdown::is_marker;

/// The maximum line width in characters: rustfmt's default.
pub(super) const WIDTH: usize = 100;

/// The maximum number of characters of an attribute's arguments on one line, if there are several arguments.
const ARGUMENTS_WIDTH: usize = 70;

/// Returns `name(arguments)` as rustfmt formats an attribute. `around` is the maximum number of characters before and after
/// `name(arguments)` on its line, such as 3 for `#[` and `]`.
pub(super) fn list(name: &str, arguments: &[String], around: usize) -> String {
    let line = arguments.join(", ");
    let limit = if arguments.len() == 1 { WIDTH } else { ARGUMENTS_WIDTH };
    if line.len() <= limit && !line.contains('\n') && name.len() + 2 + line.len() + around <= WIDTH {
        return format!("{name}({line})");
    }
    let lines = arguments.iter().map(|argument| argument.replace('\n', "\n    "));
    let lines = lines.map(|argument| format!("    {argument}")).collect::<Vec<_>>().join(",\n");
    format!("{name}(\n{lines}\n)")
}

/// Returns a `use` item that imports these names from the module, or an empty string for no names.
pub(super) fn use_line(module: &str, names: &[&str]) -> String {
    let line = match names {
        [] => return String::new(),
        [only] => format!("use {module}::{only};\n"),
        names => format!("use {module}::{{{}}};\n", names.join(", ")),
    };
    // rustfmt leaves the last column of such a line free. The line's `\n` counts as one more character.
    if line.len() < WIDTH {
        return line;
    }
    let mut lines = format!("use {module}::{{\n   ");
    let mut width = 3;
    for (index, name) in names.iter().enumerate() {
        // The comma after the last name may be in the last column.
        let comma = usize::from(index + 1 < names.len());
        if width + 1 + name.len() + comma >= WIDTH {
            lines.push_str("\n   ");
            width = 3;
        }
        let _ = write!(lines, " {name},");
        width += name.len() + 2;
    }
    lines + "\n};\n"
}

/// Joins the words into the lines of a doc comment, each line with `indent` and `///`. No line begins with a word that Markdown reads as a
/// list, heading or rule.
pub(super) fn doc_lines(indent: &str, words: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in words {
        if !line.is_empty() && !is_marker(&word) && indent.len() + 4 + line.len() + 1 + word.len() > WIDTH {
            lines.push(format!("{indent}/// {line}"));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
    }
    lines.push(format!("{indent}/// {line}"));
    lines
}
