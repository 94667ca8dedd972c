//! The query options of a view: an entity that is declared `#[graph(select)]`.

use super::options::Query;
use crate::model::descriptor::{Property, StructuredType};

impl Query {
    /// Asks for the properties of a view alone: `$select` and, for its navigation properties, `$expand`. Changes nothing if the request
    /// already selects properties. For a property that the request already expands, the item of the request is kept.
    #[inline]
    pub(crate) fn ask_for(&mut self, view: &'static StructuredType) {
        self.ask_for_within(view, &[]);
    }

    /// Asks for the changes of a view's properties alone. `$select` contains the navigation properties too, because a delta tracks only
    /// selected properties and does not expand them.
    ///
    /// Source: [Use delta query with groups](https://learn.microsoft.com/graph/delta-query-groups).
    #[inline]
    pub(crate) fn ask_for_changes_of(&mut self, view: &'static StructuredType) {
        if self.select.is_empty() {
            self.select
                .extend(view.properties.iter().filter(|property| !property.annotation).map(|property| property.name.into()));
        }
    }

    /// Asks for the properties of `view` alone. `outer` are the views that contain it. A view inside itself is expanded only once, because
    /// the expansion would never end.
    #[inline]
    fn ask_for_within(&mut self, view: &'static StructuredType, outer: &[&'static StructuredType]) {
        if !self.select.is_empty() {
            return;
        }
        let views = [outer, &[view]].concat();
        for property in view.properties.iter().filter(|property| !property.annotation) {
            match property.is_navigation() {
                true => self.expand_within(property, &views),
                false => self.select.push(property.name.into()),
            }
        }
    }

    #[inline]
    fn expand_within(&mut self, property: &Property, views: &[&'static StructuredType]) {
        let mut options = Self::default();
        if let Some(related) = property.ty.declaration().filter(|related| related.select) {
            if views.iter().any(|view| is_same(view, related)) {
                return;
            }
            options.ask_for_within(related, views);
        }
        if !self.expands(property.name) {
            self.expand.push(options.item(property.name));
        }
    }

    /// Returns `true` if `$expand` has an item for the property.
    fn expands(&self, name: &str) -> bool {
        self.expand.iter().any(|item| item.split('(').next() == Some(name))
    }
}

/// Returns `true` if both declarations ask for the same properties. Compares their contents, because a declaration is a constant, which may
/// have several addresses.
#[inline]
fn is_same(a: &StructuredType, b: &StructuredType) -> bool {
    let names = |declared: &StructuredType| declared.properties.iter().map(|property| property.name).collect::<Vec<_>>();
    a.name == b.name && names(a) == names(b)
}
