//! Turns text from outside (responses, login services, libraries) into one line of limited length.

/// Returns a text as one line of at most `limit` characters, followed by `…` if the text was longer.
///
/// Each run of whitespace, control characters and invisible characters becomes one space, so that the text cannot forge a line in a log.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    if text.len() <= limit && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return text.to_owned();
    }
    let mut line = String::new();
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c)).filter(|word| !word.is_empty());
    let mut count = 0;
    for (index, word) in words.enumerate() {
        for c in (index > 0).then_some(' ').into_iter().chain(word.chars()) {
            if count == limit {
                line.push('…');
                return line;
            }
            line.push(c);
            count += 1;
        }
    }
    line
}

/// Returns whether a character has no width or changes the direction of text.
///
/// These are the characters of Unicode's category Cf, except the joiners, which some languages need inside words.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The byte order mark U+FEFF, encoded in UTF-8.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Returns the response body without the byte order mark that some services put before JSON
/// ([RFC 8259 §8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1)).
pub(crate) fn without_byte_order_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use super::one_line;

    /// Terminal escapes and characters that change the text direction cannot forge a line of a log.
    // Case D2
    #[test]
    fn escape_sequences_and_directions_become_spaces() {
        assert_eq!(one_line("a\n2026 ERROR \u{1b}[31mline\u{202e}x\u{feff}", 100), "a 2026 ERROR [31mline x");
        assert_eq!(one_line("\u{1b}", 5), "");
    }

    #[test]
    fn breaks_become_spaces_and_long_text_is_cut() {
        assert_eq!(one_line(" a\r\n\tb\u{7}c\u{2028}d ", 100), "a b c d");
        assert_eq!(one_line("abcdef", 6), "abcdef");
        assert_eq!(one_line("abcdef", 5), "abcde…");
        assert_eq!(one_line("äöü", 2), "äö…");
        assert_eq!(one_line("\n \n", 5), "");
    }
}
