//! A failure of one part of a page.

/// Why a page does not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// `v1.0 some-page.md`
    pub page: String,
    /// The part of the page: `path <text>`, `method`, `request`, `response`.
    pub part: String,
    /// The reason.
    pub reason: String,
}

impl Failure {
    /// Creates a failure of this part of a page.
    pub fn new(page: impl Into<String>, part: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { page: page.into(), part: part.into(), reason: reason.into() }
    }
}
