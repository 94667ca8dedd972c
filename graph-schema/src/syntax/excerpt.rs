//! Underlines a byte range of a text, such as a path template, in an error message: stable Rust has no spans inside a string literal.

use std::ops::Range;

/// Returns the text, and a second line with `^` under the byte range `part` of the text.
///
/// Control characters are shown as blanks, and wide characters count as two columns.
///
/// ```
/// assert_eq!(graph_schema::syntax::excerpt::underline("/a/b/c", &(3..4)), "/a/b/c\n   ^");
/// ```
pub fn underline(text: &str, part: &Range<usize>) -> String {
    let (shown, marks) = lines(text, part);
    format!("{shown}\n{marks}")
}

/// Returns the same two lines as [`underline`], indented by four blanks for an error message.
///
/// ```
/// assert_eq!(graph_schema::syntax::excerpt::excerpt("/a/b/c", &(3..4)), "    /a/b/c\n       ^");
/// ```
pub fn excerpt(text: &str, part: &Range<usize>) -> String {
    let (shown, marks) = lines(text, part);
    format!("    {shown}\n    {marks}")
}

fn lines(text: &str, part: &Range<usize>) -> (String, String) {
    let columns = |range: Range<usize>| text.get(range).map_or(0, |part| part.chars().map(width).sum());
    let (start, length): (usize, usize) = (columns(0..part.start), columns(part.start..part.end.min(text.len())));
    (
        text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect(),
        " ".repeat(start) + &"^".repeat(length.max(1)),
    )
}

/// Returns the number of terminal columns that the character takes.
fn width(char: char) -> usize {
    match char {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe00}'..='\u{fe0f}' => 0,
        '\u{1100}'..='\u{115f}'
        | '\u{2e80}'..='\u{a4cf}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    fn underlined(text: &str, part: &str) -> String {
        let start = text.find(part).unwrap();
        excerpt(text, &(start..start + part.len()))
    }

    #[test]
    fn the_marks_are_below_the_part() {
        assert_eq!(underlined("/a/b c/d", " "), "    /a/b c/d\n        ^");
        assert_eq!(underlined("/größe/b/", "b"), "    /größe/b/\n           ^");
    }

    #[test]
    fn wide_characters_take_two_columns_and_combining_marks_none() {
        assert_eq!(underlined("/設定/x y", " "), "    /設定/x y\n           ^");
        assert_eq!(underlined("/設定/x", "設定"), "    /設定/x\n     ^^^^");
        assert_eq!(underlined("/e\u{301}/!", "!"), "    /e\u{301}/!\n       ^");
        assert_eq!(underlined("/🙂/!", "!"), "    /🙂/!\n        ^");
    }

    #[test]
    fn a_line_break_in_the_text_does_not_break_the_excerpt() {
        assert_eq!(underlined("/a\n/!", "!"), "    /a /!\n        ^");
        assert_eq!(excerpt("", &(0..1)), "    \n    ^");
    }
}
