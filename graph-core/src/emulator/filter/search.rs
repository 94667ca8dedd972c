//! The query option `$search`: words and phrases in all properties or in a named one, with `AND`, `OR`, `NOT` and parentheses
//! ([use the $search query parameter](https://learn.microsoft.com/graph/search-query-parameter)).

use crate::emulator::check::{find, is_annotation};
use crate::emulator::reply::Rejection;
use crate::model::descriptor::StructuredType;
use crate::model::json::{Additional, Json};

/// The parsed condition of a `$search`.
#[derive(Debug)]
pub(crate) enum Search {
    All(Vec<Search>),
    Any(Vec<Search>),
    Not(Box<Search>),
    /// An object matches if this property, or any property for `None`, contains this text. The text is in lower case, because case is
    /// ignored.
    Term {
        property: Option<&'static str>,
        text: String,
    },
}

/// The maximum nesting of parentheses and `NOT`, so that no text can exhaust the stack.
const MAX_DEPTH: usize = 100;

impl Search {
    /// Parses the value of `$search`, such as `"a" AND "name:b"`, for objects of these types.
    ///
    /// # Errors
    /// Fails with status 400 if the value is not a valid search.
    pub(crate) fn parse(text: &str, types: &[&'static StructuredType]) -> Result<Self, Rejection> {
        let mut parser = Parser { types, rest: text.trim(), depth: 0 };
        let search = parser.any()?;
        if parser.rest.is_empty() { Ok(search) } else { Err(parser.invalid()) }
    }

    pub(crate) fn matches(&self, members: &Additional) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.matches(members)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(members)),
            Self::Not(inner) => !inner.matches(members),
            Self::Term { property: Some(name), text } => members.get(*name).is_some_and(|value| holds(value, text)),
            Self::Term { property: None, text } => members.iter().any(|(name, value)| !is_annotation(name) && holds(value, text)),
        }
    }
}

fn holds(value: &Json, text: &str) -> bool {
    match value {
        Json::String(value) => value.to_lowercase().contains(text),
        Json::Array(elements) => elements.iter().any(|element| holds(element, text)),
        Json::Object(members) => members.iter().any(|(name, value)| !is_annotation(name) && holds(value, text)),
        _ => false,
    }
}

/// Reads a phrase up to its closing quote. Returns the phrase and the text after the quote; `None` if the phrase does not end.
///
/// A backslash escapes a quote or a backslash in the phrase.
fn phrase(quoted: &str) -> Option<(String, &str)> {
    let mut text = String::new();
    let mut letters = quoted.char_indices();
    while let Some((index, letter)) = letters.next() {
        match letter {
            '"' => return Some((text, quoted.get(index + 1..)?)),
            '\\' if quoted.get(index + 1..)?.starts_with(['"', '\\']) => text.push(letters.next()?.1),
            letter => text.push(letter),
        }
    }
    None
}

struct Parser<'a> {
    types: &'a [&'static StructuredType],
    rest: &'a str,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Search, Rejection> {
        let mut parts = vec![self.all()?];
        while self.eat("OR ") {
            parts.push(self.all()?);
        }
        Ok(Search::Any(parts))
    }

    /// Parses search terms joined by `AND`, written or implied.
    fn all(&mut self) -> Result<Search, Rejection> {
        let mut parts = vec![self.one()?];
        while !(self.rest.is_empty() || self.rest.starts_with(')') || self.rest.starts_with("OR ")) {
            self.eat("AND ");
            parts.push(self.one()?);
        }
        Ok(Search::All(parts))
    }

    fn one(&mut self) -> Result<Search, Rejection> {
        if self.depth == MAX_DEPTH {
            return Err(Rejection::bad_request(format!("The $search nests more than {MAX_DEPTH} parentheses or operators.")));
        }
        self.depth += 1;
        let search = if self.eat("NOT ") {
            Search::Not(Box::new(self.one()?))
        } else if self.eat("(") {
            let inner = self.any()?;
            if !self.eat(")") {
                return Err(self.invalid());
            }
            inner
        } else {
            self.term()?
        };
        self.depth -= 1;
        Ok(search)
    }

    fn term(&mut self) -> Result<Search, Rejection> {
        let text = match self.rest.strip_prefix('"') {
            Some(quoted) => {
                let Some((text, rest)) = phrase(quoted) else { return Err(self.invalid()) };
                self.rest = rest.trim_start();
                text
            }
            None => {
                let (word, rest) = self.rest.split_at(self.rest.find([' ', '(', ')', '"']).unwrap_or(self.rest.len()));
                if word.is_empty() {
                    return Err(self.invalid());
                }
                if let Some(colon) = word.find(':') {
                    let message = format!(
                        "Syntax error: character ':' is not valid at position {colon} in '{word}'. Put it in double quotes."
                    );
                    return Err(Rejection::bad_request(message));
                }
                self.rest = rest.trim_start();
                word.to_owned()
            }
        };
        let property = text.split_once(':').and_then(|(name, text)| {
            let found = self.types.iter().find_map(|declared| find(declared, name.trim()))?;
            Some((found.name, text))
        });
        Ok(match property {
            Some((name, text)) => Search::Term { property: Some(name), text: text.trim().to_lowercase() },
            None => Search::Term { property: None, text: text.trim().to_lowercase() },
        })
    }

    fn eat(&mut self, symbol: &str) -> bool {
        let after = self.rest.strip_prefix(symbol);
        self.rest = after.map_or(self.rest, str::trim_start);
        after.is_some()
    }

    fn invalid(&self) -> Rejection {
        Rejection::bad_request(format!("Invalid $search at '{}': expected a word or a phrase in quotes.", self.rest))
    }
}
