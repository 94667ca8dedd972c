//! Escapes the service's descriptions so that rustdoc shows plain text and `cargo test --doc` finds no code in them.

/// Returns the words of a service's description, escaped so that they contain no markup. A line break between any two words is safe.
///
/// A code span around a plain name stays as it is. A URL gets angle brackets. Invisible characters and characters that rustc refuses in a
/// comment are dropped.
pub(super) fn inert_words(text: &str) -> Vec<String> {
    let shown: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let mut words: Vec<String> = shown.split_whitespace().map(inert).collect();
    if let Some(first) = words.first_mut() {
        *first = not_a_marker(first);
    }
    words
}

/// Returns whether Markdown would read the word as a list, heading, quote or rule at the beginning of a line.
pub(super) fn is_marker(word: &str) -> bool {
    word.trim_end_matches(['.', ')']).bytes().all(|byte| byte.is_ascii_digit() || b"-+*#>=_~:\\".contains(&byte))
}

/// Escapes the first word of a description if Markdown would read it as a list, heading, quote or rule.
fn not_a_marker(word: &str) -> String {
    match word.find(|c: char| !c.is_ascii_digit()) {
        _ if !is_marker(word) => word.to_owned(),
        Some(0) if word.starts_with('\\') => word.to_owned(),
        Some(at) => {
            let (digits, rest) = word.split_at(at);
            format!("{digits}\\{rest}")
        }
        None => word.to_owned(),
    }
}

fn inert(word: &str) -> String {
    if is_code_span(word) {
        return word.to_owned();
    }
    match address(word) {
        Some((before, address, after)) => format!("{}<{address}>{}", escaped(before), escaped(after)),
        None => escaped(word),
    }
}

/// Returns whether the word is a code span of a plain name, such as `` `displayName` ``, possibly followed by punctuation.
fn is_code_span(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',', ';', ':']);
    let code = word.strip_prefix('`').and_then(|word| word.strip_suffix('`'));
    code.is_some_and(|code| !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || "_.-@$/".contains(c)))
}

/// Splits the word into the text before a URL, the URL, and the text after it.
fn address(word: &str) -> Option<(&str, &str, &str)> {
    let start = word.find("https://").or_else(|| word.find("http://"))?;
    let (before, rest) = word.split_at_checked(start)?;
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-._~:/?#@!$&'*+,;=%".contains(c)).unwrap_or(rest.len());
    let address = rest.get(..end)?.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*']);
    Some((before, address, rest.get(address.len()..)?))
}

/// Puts a backslash before each character that Markdown may read as markup.
fn escaped(word: &str) -> String {
    let mut text = String::with_capacity(word.len());
    let mut before = ' ';
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let inside_word = before.is_alphanumeric() && chars.peek().is_some_and(|next| next.is_alphanumeric());
        // `>` at the beginning of a word starts a quote even if no blank follows.
        let quotes = c == '>' && text.is_empty();
        if "\\`*[<~|&".contains(c) || c == '_' && !inside_word || quotes {
            text.push('\\');
        }
        text.push(c);
        before = c;
    }
    text
}

/// Returns whether the character is a control character or has zero width. rustc refuses those that change the text direction.
fn is_invisible(c: char) -> bool {
    let is_format = matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}');
    is_format || c.is_control() && !c.is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inert_text(text: &str) -> String {
        inert_words(text).join(" ")
    }

    // Case D3
    #[test]
    fn markup_becomes_text() {
        assert_eq!(inert_text("```rust\nfn main() { panic!() }\n```"), r"\`\`\`rust fn main() { panic!() } \`\`\`");
        assert_eq!(inert_text("a ` b <script>alert(1)</script>"), r"a \` b \<script>alert(1)\</script>");
        assert_eq!(
            inert_text("[a](javascript:x) ![b](c) *d* _e_ f_g ~~h~~ a|b &lt;"),
            r"\[a](javascript:x) !\[b](c) \*d\* \_e\_ f_g \~\~h\~\~ a\|b \&lt;"
        );
        assert_eq!(inert_text(r"\` \"), r"\\\` \\");
    }

    #[test]
    fn code_spans_of_names_and_addresses_stay() {
        assert_eq!(inert_text("Use `displayName`, see https://a.b/c_d."), "Use `displayName`, see <https://a.b/c_d>.");
        assert_eq!(inert_text("[here](https://a.b/c)"), r"\[here](<https://a.b/c>)");
        assert_eq!(inert_text("`a b` https://x`y"), r"\`a b\` <https://x>\`y");
    }

    #[test]
    fn the_first_word_does_not_begin_a_block() {
        for (text, inert) in
            [("# a", r"\# a"), ("- a", r"\- a"), ("12. a", r"12\. a"), ("> a", r"\> a"), ("=== a", r"\=== a"), ("* a", r"\* a")]
        {
            assert_eq!(inert_text(text), inert);
        }
    }

    // Case D4
    #[test]
    fn characters_that_rustc_refuses_are_dropped() {
        assert_eq!(inert_text("a\u{202a}b\u{2066} \u{7}c\u{feff}"), "ab c");
    }
}
