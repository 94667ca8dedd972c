//! Chooses the field names of a struct so that neither a field nor its patch methods clash with another name.

use std::collections::HashSet;

use crate::name::{field, property_name};
use crate::syntax::case::snake_case;
use crate::syntax::setter::method_owner;

/// Gives the fields of one struct their names. Remembers the names that are in use, and the name that each property wants.
pub(super) struct Fields {
    /// For each property, the name that its field has if there is no clash.
    wanted: HashSet<String>,
    has_additional: bool,
    /// The names of the patch methods of the fields that have been named so far.
    taken: HashSet<String>,
}

impl Fields {
    /// Prepares the choice of names for the fields of these properties. `has_additional`: the struct also has a field for unlisted
    /// properties.
    pub(super) fn new<'s>(properties: impl Iterator<Item = &'s str>, has_additional: bool) -> Self {
        Self { wanted: properties.map(snake_case).collect(), has_additional, taken: HashSet::new() }
    }

    /// Returns an unused field name for the property, such as `os_version`, and whether the field needs `#[graph(rename = …)]`.
    pub(super) fn take(&mut self, property: &str) -> (String, bool) {
        let named = field(property);
        let bare = named.ident.trim_start_matches("r#");
        let numbered = (2..).map(|number| format!("{bare}_{number}"));
        let mut candidates = [named.ident.clone(), format!("{bare}_")].into_iter().chain(numbered);
        let found = candidates.find(|field| self.is_free(field));
        let field = found.unwrap_or(named.ident);
        self.taken.extend(methods(&field));
        let rename = property_name(&field) != property;
        (field, rename)
    }

    fn is_free(&self, field: &str) -> bool {
        let is_wanted = |field: &str| self.wanted.contains(field);
        method_owner(field, self.has_additional, is_wanted).is_none()
            && methods(field).iter().all(|name| !self.taken.contains(name))
    }
}

/// Returns the names of the methods that a patch may have for a field: `name`, `clear_name` and `set_or_clear_name`.
fn methods(field: &str) -> [String; 3] {
    let bare = field.trim_start_matches("r#");
    [bare.to_owned(), format!("clear_{bare}"), format!("set_or_clear_{bare}")]
}
