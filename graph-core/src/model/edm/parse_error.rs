//! The error of parsing a value from text.

use std::fmt;

/// The error of parsing a value from text that does not have the format of its type.
///
/// ```
/// let error = "2016-12-31T24:00:00Z".parse::<graph_core::DateTimeOffset>().unwrap_err();
/// assert_eq!(error.to_string(), r#"expected DateTimeOffset, found the text "2016-12-31T24:00:00Z""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ParseValueError {
    expected: &'static str,
    found: String,
}

impl ParseValueError {
    pub(super) fn new(expected: &'static str, found: &str) -> Self {
        const SHOWN: usize = 40;
        let mut shown: String = found.chars().take(SHOWN).collect();
        if shown.len() < found.len() {
            shown.push('…');
        }
        Self { expected, found: shown }
    }

    /// Returns the expected EDM type, such as `DateTimeOffset`. If the text was too long, the result also has the limit: `Decimal of at
    /// most 256 characters`.
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    /// Returns the text that could not be parsed, shortened to 40 characters. For a [`Binary`](super::Binary), returns only the text's
    /// length.
    pub fn found(&self) -> &str {
        &self.found
    }
}

impl fmt::Display for ParseValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found the text {:?}", self.expected, self.found)
    }
}

impl std::error::Error for ParseValueError {}
