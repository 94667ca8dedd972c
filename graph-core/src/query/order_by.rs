//! The query option `$orderby`.

use std::fmt;
use std::marker::PhantomData;

/// A property to sort by, with a direction: an item of `$orderby`.
///
/// [`PropertyPath::ascending`](super::PropertyPath::ascending) and [`descending`](super::PropertyPath::descending) create it.
///
/// Source: [`$orderby`](https://learn.microsoft.com/graph/query-parameters#orderby).
pub struct OrderBy<E> {
    text: String,
    of: PhantomData<fn() -> E>,
}

impl<E> OrderBy<E> {
    pub(super) const fn new(text: String) -> Self {
        Self { text, of: PhantomData }
    }

    /// Creates an item from its text in OData syntax, not percent-encoded, such as `fields/Title desc`.
    pub fn raw(text: impl Into<String>) -> Self {
        Self::new(text.into())
    }
}

/// Properties of `E` to sort by: an array, a `Vec` or another list of [`OrderBy`]s.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of properties of `{E}` with directions",
    label = "expected a list of `OrderBy<{E}>`",
    note = "write `[property!(…).ascending()]` or `[property!(…).descending()]`"
)]
pub trait IntoOrder<E> {
    /// Returns the items of `$orderby`.
    fn into_order(self) -> impl Iterator<Item = OrderBy<E>>;
}

#[diagnostic::do_not_recommend]
impl<E, L: IntoIterator<Item = OrderBy<E>>> IntoOrder<E> for L {
    fn into_order(self) -> impl Iterator<Item = OrderBy<E>> {
        self.into_iter()
    }
}

impl<E> fmt::Display for OrderBy<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<E> fmt::Debug for OrderBy<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OrderBy").field(&self.text).finish()
    }
}

impl<E> Clone for OrderBy<E> {
    fn clone(&self) -> Self {
        Self::new(self.text.clone())
    }
}
