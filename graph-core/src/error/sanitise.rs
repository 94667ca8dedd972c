//! Makes one bounded line of text from outside: responses, login services, libraries.

/// Returns the text in one line of at most `limit` characters. Line breaks and control characters become single spaces, so that a
/// response cannot forge a line of a log.
pub(crate) fn one_line(text: &str, limit: usize) -> String {
    if text.len() <= limit && text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return text.to_owned();
    }
    let mut line = String::new();
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
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

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn breaks_become_spaces_and_long_text_is_cut() {
        assert_eq!(one_line(" a\r\n\tb\u{7}c\u{2028}d ", 100), "a b c d");
        assert_eq!(one_line("abcdef", 6), "abcdef");
        assert_eq!(one_line("abcdef", 5), "abcde…");
        assert_eq!(one_line("äöü", 2), "äö…");
        assert_eq!(one_line("\n \n", 5), "");
    }
}
