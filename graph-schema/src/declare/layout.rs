//! Lines as rustfmt lays them out.

use std::fmt::Write as _;

use super::markdown::is_marker;

/// The width that rustfmt keeps to unless configured otherwise.
pub(super) const WIDTH: usize = 100;

/// The width of an attribute's arguments, if there are several.
const ARGUMENTS_WIDTH: usize = 70;

/// Returns `name(arguments)` as rustfmt lays an attribute out; `around` is the maximum number of other characters on the line.
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

/// Returns one `use` item for these names of a module.
pub(super) fn use_line(module: &str, names: &[&str]) -> String {
    let line = match names {
        [] => return String::new(),
        [only] => format!("use {module}::{only};\n"),
        names => format!("use {module}::{{{}}};\n", names.join(", ")),
    };
    // rustfmt leaves one column free in such a line; the line's end counts as one more.
    if line.len() < WIDTH {
        return line;
    }
    let mut lines = format!("use {module}::{{\n   ");
    let mut width = 3;
    for (index, name) in names.iter().enumerate() {
        // The last comma may take the last column.
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

/// Returns the lines of a doc comment at this indentation. A line never begins with a word that Markdown takes for the beginning of a
/// list, a heading or a rule.
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
