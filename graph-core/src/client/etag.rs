//! The argument of `if_match`.

/// An etag, which `if_match` takes: a text such as `W/"7"`, or `*` for any etag.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an etag",
    label = "expected a text, such as `&str` or `String`",
    note = "`Response::etag` is `None` for a response without an etag: handle that case first, or write `etag.as_deref().unwrap_or(\"*\")`, which matches any etag"
)]
pub trait Etag {
    /// Returns the text of the etag.
    fn as_etag(&self) -> &str;
}

#[diagnostic::do_not_recommend]
impl<T: AsRef<str>> Etag for T {
    fn as_etag(&self) -> &str {
        self.as_ref()
    }
}
