//! The failure of one part of a page.

/// The failure of one part of a page, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The page's version and file: `v1.0 some-page.md`.
    pub page: String,
    /// The part of the page that fails: `path <text>`, `method`, `request` or `response`.
    pub part: String,
    /// The reason of the failure, such as a compiler error.
    pub reason: String,
}

impl Failure {
    /// Creates a failure of this part of a page, with this reason.
    pub fn new(page: impl Into<String>, part: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { page: page.into(), part: part.into(), reason: reason.into() }
    }
}
