//! `$expand`: navigation properties, which no answer has without it.

use super::answer::Failure;
use super::check::{derived_type, find};
use super::routes::Entity;
use super::url::Target;
use crate::model::descriptor::{Property, StructuredType};
use crate::model::json::{Additional, Json};

/// The navigation properties that an answer is to have.
#[derive(Clone, Debug, Default)]
pub(super) struct Expand<'t>(Vec<&'t str>);

impl<'t> Expand<'t> {
    /// What the option names, each a navigation property of one of these types at least.
    pub(super) fn of(target: &'t Target, entities: &[Entity]) -> Result<Self, Failure> {
        let Some(text) = target.option("expand") else { return Ok(Self::default()) };
        if text.contains('(') {
            let message = format!("The emulator expands without options in parentheses, not '{text}'.");
            return Err(Failure::bad_request(message));
        }
        let names: Vec<&str> = text.split(',').map(str::trim).collect();
        names.iter().try_for_each(|name| check(name, entities))?;
        Ok(Self(names))
    }

    pub(super) fn names(&self, property: &str) -> bool {
        self.0.contains(&property)
    }

    /// Leaves out what is not asked for, in the values inside as well.
    pub(super) fn apply(&self, declared: &StructuredType, members: &mut Additional) {
        for property in declared.properties {
            let Some(structure) = property.ty.declaration() else { continue };
            if !property.is_navigation() {
                prune(structure, members.get_mut(property.name));
            } else if !self.names(property.name) {
                members.shift_remove(property.name);
            } else {
                if property.ty.collection && members.get(property.name).is_none_or(Json::is_null) {
                    members.insert(property.name.into(), Json::Array(Vec::new()));
                }
                prune(structure, members.get_mut(property.name));
            }
        }
    }
}

fn prune(declared: &'static StructuredType, value: Option<&mut Json>) {
    match value {
        Some(Json::Array(elements)) => elements.iter_mut().for_each(|element| prune(declared, Some(element))),
        Some(Json::Object(members)) => {
            let tag = members.get("@odata.type").and_then(Json::as_str);
            let actual = tag.and_then(|tag| derived_type(declared, tag)).unwrap_or(declared);
            Expand::default().apply(actual, members);
        }
        _ => {}
    }
}

fn check(name: &str, entities: &[Entity]) -> Result<(), Failure> {
    let declared = || entities.iter().filter_map(|entity| find(entity.declared, name));
    if declared().any(Property::is_navigation) {
        return Ok(());
    }
    let types = match entities {
        [entity] => entity.declared.name,
        _ => "any type at this path",
    };
    Err(Failure::bad_request(match declared().next() {
        Some(_) => format!("The property '{name}' of {types} is no navigation property: its type is no entity with a key."),
        None => format!("There is no navigation property '{name}' of {types}."),
    }))
}
