//! Splits the text of a query option into tokens ([OData ABNF](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html)).

/// A token of an expression, and the byte offset at which it begins in the text of the expression.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token<'a> {
    pub(super) kind: TokenKind<'a>,
    pub(super) start: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TokenKind<'a> {
    /// A name, an operator, a number, a date or a GUID.
    Word(&'a str),
    /// Text in single quotes. Holds the text without these quotes, and with one quote in place of each doubled quote.
    Quoted(String),
    /// Text in single quotes with a prefix: `duration'PT1S'`, `microsoft.graph.color'red'`. Holds the prefix and the text.
    Typed(&'a str, String),
    /// One of the characters `( ) , / : ; -`.
    Symbol(char),
}

/// The error for text that is not a token, with the byte offset at which that text begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BadToken(pub(super) usize);

/// Splits the text of an expression into tokens.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, BadToken> {
    let mut tokens = Vec::new();
    let mut start = 0;
    while let Some(first) = text.get(start..).and_then(|rest| rest.chars().next()) {
        if first.is_whitespace() {
            start += first.len_utf8();
            continue;
        }
        let (kind, end) = token(text, start, first)?;
        tokens.push(Token { kind, start });
        start = end;
    }
    Ok(tokens)
}

/// Reads the token that begins with the character `first` at the byte offset `start`. Returns the token and the byte offset of its end.
fn token(text: &str, start: usize, first: char) -> Result<(TokenKind<'_>, usize), BadToken> {
    let rest = text.get(start..).unwrap_or_default();
    if first == '\'' {
        let (quoted, length) = quoted(rest).ok_or(BadToken(start + 1))?;
        return Ok((TokenKind::Quoted(quoted), start + length));
    }
    let length = word_length(rest, first);
    if length == 0 {
        return match "(),/:;-".contains(first) {
            true => Ok((TokenKind::Symbol(first), start + 1)),
            false => Err(BadToken(start)),
        };
    }
    let (word, after) = rest.split_at(length);
    if !after.starts_with('\'') {
        return Ok((TokenKind::Word(word), start + length));
    }
    let (text, quoted_length) = quoted(after).ok_or(BadToken(start + length + 1))?;
    Ok((TokenKind::Typed(word, text), start + length + quoted_length))
}

/// Returns the length in bytes of the word at the start of `rest`, or 0 if there is no word. A word that begins like a number may contain
/// `:` and `+`, because dates do.
fn word_length(rest: &str, first: char) -> usize {
    let negative =
        rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) || rest.starts_with("INF"));
    let numeric = negative || first.is_ascii_digit();
    if !(numeric || first.is_alphabetic() || ['_', '$', '@'].contains(&first)) {
        return 0;
    }
    let fits = |c: char| c.is_alphanumeric() || "_.-@$".contains(c) || numeric && ":+".contains(c);
    rest.find(|c| !fits(c)).unwrap_or(rest.len())
}

/// Reads text in single quotes from the start of `rest`. Returns the text, with a doubled quote read as one quote, and its length in `rest`
/// in bytes.
fn quoted(rest: &str) -> Option<(String, usize)> {
    let mut text = String::new();
    let mut end = 1;
    loop {
        let (part, after) = rest.get(end..)?.split_once('\'')?;
        text.push_str(part);
        end += part.len() + 1;
        if !after.starts_with('\'') {
            return Some((text, end));
        }
        text.push('\'');
        end += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_quotes_and_symbols_are_told_apart() {
        let kinds = |text| tokens(text).map(|tokens| tokens.into_iter().map(|token| token.kind).collect::<Vec<_>>());
        use TokenKind::{Quoted, Symbol, Typed, Word};
        assert_eq!(kinds("a/b eq 'it''s'").unwrap(), [Word("a"), Symbol('/'), Word("b"), Word("eq"), Quoted("it's".into())]);
        assert_eq!(
            kinds("m/any(x:x ge 2026-11-22T01:02:03.5+05:30)").unwrap(),
            [
                Word("m"),
                Symbol('/'),
                Word("any"),
                Symbol('('),
                Word("x"),
                Symbol(':'),
                Word("x"),
                Word("ge"),
                Word("2026-11-22T01:02:03.5+05:30"),
                Symbol(')')
            ]
        );
        assert_eq!(
            kinds("duration'PT1S' -INF -x").unwrap(),
            [Typed("duration", "PT1S".into()), Word("-INF"), Symbol('-'), Word("x")]
        );
        assert_eq!(kinds("''").unwrap(), [Quoted(String::new())]);
        assert_eq!(kinds("a eq 'open"), Err(BadToken(6)));
        assert_eq!(kinds("a # b"), Err(BadToken(2)));
    }
}
