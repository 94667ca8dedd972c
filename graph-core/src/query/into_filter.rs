//! The arguments of `filter`, `and` and `or`.

use super::filter::Filter;

/// A condition on the properties of `E`: a [`Filter<E>`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a condition on `{E}`",
    label = "expected a `Filter<{E}>`, such as `property!({E}, field).eq(value)`",
    note = "`a.and(b)`, `a.or(b)` and `!a` combine conditions; `Filter::raw(text)` takes a text in OData syntax"
)]
pub trait IntoFilter<E> {
    /// Returns the condition.
    fn into_filter(self) -> Filter<E>;
}

#[diagnostic::do_not_recommend]
impl<E> IntoFilter<E> for Filter<E> {
    fn into_filter(self) -> Self {
        self
    }
}
