//! One stored entity.

use super::blank::{MAX_DEPTH, blank, blank_value, complete};
use super::check::{accept, find};
use super::random::guid_of;
use super::routes::ServedType;
use crate::model::descriptor::{Edm, Property};
use crate::model::json::{Additional, Json};
use crate::model::merge::merge_property;

#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) entity: ServedType,
    pub(super) members: Additional,
    pub(super) etag: String,
    /// Whether the object is still as the emulator created it: no request has written to it. If several types share the path, `entity` is
    /// then a guess.
    pub(super) pristine: bool,
    /// Whether the object is an element of a collection.
    pub(super) listed: bool,
}

impl Object {
    /// Creates a blank object. If the path ends in a key, its last segment is the object's key.
    pub(super) fn blank(entity: ServedType, path: &[String], ends_in_key: bool, etag: String) -> Self {
        let mut members = blank(entity.declared);
        for property in entity.declared.properties.iter().filter(|property| property.key) {
            if let Some(value) = key_value(property, path, ends_in_key) {
                members.insert(property.name.into(), value);
            }
        }
        Self { entity, members, etag, pristine: true, listed: ends_in_key }
    }

    /// Returns a blank object of the type `entity`, which replaces this object and has the same etag.
    pub(super) fn retyped(&self, entity: ServedType, path: &[String]) -> Self {
        Self::blank(entity, path, self.listed, self.etag.clone())
    }

    pub(super) fn merge(&mut self, changes: Additional) {
        for (name, value) in changes {
            match find(self.entity.declared, &name) {
                Some(property) => merge_property(&mut self.members, property, &value),
                None if value.is_null() => drop(self.members.shift_remove(&name)),
                None => drop(self.members.insert(name, value)),
            }
        }
        complete(self.entity.declared, &mut self.members, MAX_DEPTH);
        self.pristine = false;
    }

    /// Returns the object's JSON. Its members are, in this order: `@odata.type`, `@odata.etag`, the declared properties, the other
    /// properties.
    pub(super) fn body(&self) -> Additional {
        let declared = self.entity.declared;
        let mut body = Additional::new();
        if self.entity.is_tagged() {
            body.insert("@odata.type".into(), format!("#{}", declared.name).into());
        }
        if self.entity.etag {
            body.insert("@odata.etag".into(), self.etag.clone().into());
        }
        let member = |name: &str| Some((name.to_owned(), self.members.get(name)?.clone()));
        body.extend(declared.properties.iter().filter_map(|property| member(property.name)));
        let others = self.members.iter().filter(|(name, _)| find(declared, name).is_none());
        body.extend(others.map(|(name, value)| (name.clone(), value.clone())));
        body
    }
}

/// If the key property of an entity is blank, sets it to the key in the path.
///
/// # Errors
/// Fails if the key property differs from the key in the path.
pub(super) fn settle_key(entity: ServedType, members: &mut Additional, path: &[String], ends_in_key: bool) -> Result<(), String> {
    let mut keys = entity.declared.properties.iter().filter(|property| property.key);
    let (Some(property), None) = (keys.next(), keys.next()) else { return Ok(()) };
    let Some(said) = key_value(property, path, ends_in_key) else { return Ok(()) };
    match members.get(property.name) {
        Some(given) if !given.is_null() && *given != blank_value(&property.ty, MAX_DEPTH) => {
            if ends_in_key && !same_key(property, given, &said) {
                return Err(format!("its `{}` is {given}, but the key in the path is {said}", property.name));
            }
        }
        _ => drop(members.insert(property.name.into(), said)),
    }
    Ok(())
}

/// Returns `true` if two values of the key property are the same key. The case of a GUID makes no difference.
pub(super) fn same_key(property: &Property, given: &Json, said: &Json) -> bool {
    match (given, said) {
        (Json::String(given), Json::String(said)) if matches!(property.ty.edm, Edm::Guid) => given.eq_ignore_ascii_case(said),
        _ => given == said,
    }
}

fn key_value(property: &Property, key: &[String], ends_in_key: bool) -> Option<Json> {
    let texts = key.iter().map(String::as_str);
    let text = if ends_in_key { key.last()?.clone() } else { guid_of(texts) };
    typed(property, text)
}

/// Converts the text of a key to a value of the property's type: a string or a number.
pub(super) fn typed(property: &Property, text: String) -> Option<Json> {
    let number = text.parse::<i64>().ok().map(Json::from);
    let candidates = [Some(Json::String(text)), number];
    candidates.into_iter().flatten().find(|value| accept(&property.ty, value.clone()).is_ok())
}
