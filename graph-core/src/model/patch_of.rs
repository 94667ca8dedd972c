//! The patches that requests take.

use super::structured::Structured;

/// A patch of `E`, which [`Client::patch`](crate::Client::patch) and [`Client::create`](crate::Client::create) take: the type that
/// `E::patch()` returns.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a patch of `{E}`",
    label = "expected a patch: `{E}::patch()`, followed by a setter for each property",
    note = "a creation takes a patch too, because a new entity has no key and no read-only properties yet",
    note = "to send the difference between two values, write `diff(&before, &after)` of the patch type"
)]
pub trait PatchOf<E: Structured> {
    /// Returns the patch. The name does not contain `patch`: rustc would offer this method for each misspelt or missing `patch`.
    fn into_changes(self) -> E::Patch;
}

#[diagnostic::do_not_recommend]
impl<E: Structured<Patch = P>, P> PatchOf<E> for P {
    fn into_changes(self) -> P {
        self
    }
}
