//! The error of parsing a value from text.

use std::fmt;

/// Text that is not of the form that a value is written in.
///
/// ```
/// let error = "2016-12-31T24:00:00Z".parse::<graph_core::DateTimeOffset>().unwrap_err();
/// assert_eq!(error.to_string(), r#"expected DateTimeOffset, found the text "2016-12-31T24:00:00Z""#);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
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

    /// The EDM type.
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    /// The text that arrived, shortened; of a [`Binary`] only its length.
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
