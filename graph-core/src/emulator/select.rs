//! The query option `$select`.

use super::check::{find, is_annotation, with_derived};
use super::reply::Rejection;
use crate::model::descriptor::StructuredType;
use crate::model::json::{Additional, Json};

/// The selected properties by name: `None` if the whole property is selected, otherwise the selected properties inside it.
#[derive(Clone, Debug, Default)]
pub(super) struct Select(Vec<(String, Option<Select>)>);

impl Select {
    /// Parses the value of `$select`, such as `id,place/city`, for objects of these types. Returns `None` if it selects all properties.
    ///
    /// # Errors
    /// 400 if none of the types is open and none declares the name. The message contains the name.
    pub(super) fn parse(text: &str, types: &[&'static StructuredType]) -> Result<Option<Self>, Rejection> {
        let mut select = Self::default();
        let mut all = false;
        for path in text.split(',').map(str::trim) {
            if path == "*" {
                all = true;
                continue;
            }
            let steps: Vec<_> = path.split('/').filter(|step| !step.contains('.')).collect();
            select.add(&steps, types)?;
        }
        Ok(if all { None } else { Some(select) })
    }

    fn add(&mut self, steps: &[&str], types: &[&'static StructuredType]) -> Result<(), Rejection> {
        let Some((first, rest)) = steps.split_first() else { return Ok(()) };
        let property = types.iter().find_map(|declared| find(declared, first));
        let open = types.iter().any(|declared| declared.open);
        if property.is_none() && (first.is_empty() || !open) {
            return Err(Rejection::no_property(first, types.first().map_or("the collection", |declared| declared.name)));
        }
        let name = property.map_or(*first, |property| property.name);
        let index = match self.0.iter().position(|(known, _)| known == name) {
            Some(index) => index,
            None => {
                let inner = (!rest.is_empty()).then(Self::default);
                self.0.push((name.to_owned(), inner));
                self.0.len() - 1
            }
        };
        let Some((_, inner)) = self.0.get_mut(index) else { return Ok(()) };
        match (rest.is_empty(), inner) {
            (true, inner) => *inner = None,
            (false, None) => {}
            (false, Some(inner)) => {
                let declared = property.and_then(|property| property.ty.declaration());
                let types = declared.map(with_derived).unwrap_or_default();
                inner.add(rest, &types)?;
            }
        }
        Ok(())
    }

    /// Adds a property to the selected ones.
    pub(super) fn include(&mut self, name: &str) {
        if !self.selects(name) {
            self.0.push((name.to_owned(), None));
        }
    }

    /// Returns `true` if this property or a part of it is selected.
    pub(super) fn selects(&self, name: &str) -> bool {
        self.0.iter().any(|(selected, _)| selected == name)
    }

    /// Removes everything from an object's JSON except the selected properties, annotations, and the properties for which `stays` returns
    /// `true`.
    pub(super) fn apply(&self, declared: &'static StructuredType, members: &mut Additional, stays: impl Fn(&str) -> bool) {
        members.retain(|name, _| is_annotation(name) || stays(name) || self.selects(name));
        for (name, inner) in &self.0 {
            let structure = find(declared, name).and_then(|property| property.ty.declaration());
            if let (Some(inner), Some(structure), Some(value)) = (inner, structure, members.get_mut(name)) {
                inner.apply_to(structure, value);
            }
        }
    }

    fn apply_to(&self, declared: &'static StructuredType, value: &mut Json) {
        match value {
            Json::Array(elements) => elements.iter_mut().for_each(|element| self.apply_to(declared, element)),
            Json::Object(members) => {
                self.apply(declared.of_value(members), members, |_| false);
            }
            _ => {}
        }
    }

    /// Iterates over the selected property paths, such as `place/city`.
    pub(super) fn names(&self) -> impl Iterator<Item = String> {
        self.0.iter().flat_map(|(name, inner)| match inner {
            None => vec![name.clone()],
            Some(inner) => inner.names().map(|rest| format!("{name}/{rest}")).collect(),
        })
    }
}
