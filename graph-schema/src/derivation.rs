//! An index from the base types of a schema to the types that derive from them.

use std::collections::BTreeMap;

use crate::model::Schema;

/// An index of the types of a schema by their base type. Each query takes time linear in the size of its result.
pub(crate) struct Derivations<'s> {
    derived: BTreeMap<&'s str, Vec<&'s str>>,
    schema: &'s Schema,
}

impl<'s> Derivations<'s> {
    pub(crate) fn new(schema: &'s Schema) -> Self {
        let mut derived: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, ty) in schema.types() {
            if let Some(base) = &ty.base {
                derived.entry(base).or_default().push(name);
            }
        }
        Self { derived, schema }
    }

    /// Returns the qualified names of the direct subtypes of `base`.
    pub(crate) fn directly_from(&self, base: &str) -> &[&'s str] {
        self.derived.get(base).map_or(&[], Vec::as_slice)
    }

    /// Returns the qualified names of `base` and all its direct and indirect subtypes, sorted.
    pub(crate) fn family(&self, base: &str) -> Vec<&'s str> {
        let own = self.schema.types.get_key_value(base).map(|(name, _)| name.as_str());
        let mut family: Vec<&str> = own.into_iter().collect();
        let mut at = 0;
        while let Some(name) = family.get(at) {
            family.extend(self.directly_from(name));
            at += 1;
        }
        family.sort_unstable();
        family
    }

    /// Returns whether `condition` returns `true` for the qualified name of a direct or indirect subtype of `base`.
    pub(crate) fn any_derived(&self, base: &str, condition: impl Fn(&str) -> bool) -> bool {
        let mut open = self.directly_from(base).to_vec();
        while let Some(name) = open.pop() {
            if condition(name) {
                return true;
            }
            open.extend(self.directly_from(name));
        }
        false
    }
}
