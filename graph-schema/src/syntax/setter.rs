//! The names of methods that a patch type already has, so that the setter of a property cannot have them.

/// The names of the methods that every patch type has.
const METHODS: &[&str] = &["apply", "diff", "is_empty"];

/// The name of the setter for the field marked `#[graph(additional)]`.
const SET_ADDITIONAL: &str = "set_additional";

/// The reason why a patch type already has a method with a name that a property's setter would get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MethodOwner<'n> {
    /// Every patch type has the method.
    Patch,
    /// The field marked `#[graph(additional)]` adds the method.
    Additional,
    /// A nullable field adds the method `clear_…` or `set_or_clear_…`.
    Nullable {
        /// The nullable field's name.
        field: &'n str,
    },
}

/// Returns why a patch type already has a method with the name `setter`; `None` if the name is free for the setter of a property.
///
/// `has_additional`: whether the struct has a field marked `#[graph(additional)]`. `is_nullable` returns whether the named field is
/// nullable.
///
/// ```
/// use graph_schema::syntax::setter::{MethodOwner, method_owner};
///
/// assert_eq!(method_owner("apply", false, |_| false), Some(MethodOwner::Patch));
/// assert_eq!(method_owner("clear_name", false, |field| field == "name"), Some(MethodOwner::Nullable { field: "name" }));
/// assert_eq!(method_owner("name", false, |field| field == "name"), None);
/// ```
pub fn method_owner(setter: &str, has_additional: bool, is_nullable: impl Fn(&str) -> bool) -> Option<MethodOwner<'_>> {
    if METHODS.contains(&setter) {
        return Some(MethodOwner::Patch);
    }
    if has_additional && setter == SET_ADDITIONAL {
        return Some(MethodOwner::Additional);
    }
    let fields = ["clear_", "set_or_clear_"].map(|prefix| setter.strip_prefix(prefix));
    fields.into_iter().flatten().find(|field| is_nullable(field)).map(|field| MethodOwner::Nullable { field })
}
