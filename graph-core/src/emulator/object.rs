//! One stored entity: blank, merged into, and written out.

use super::answer::Failure;
use super::check::{derived_type, find, is_annotation};
use super::expand::Expand;
use super::random::guid_of;
use super::routes::Entity;
use crate::model::descriptor::{Edm, Property, PropertyType, StructuredType, TagPolicy};
use crate::model::json::{Additional, Json};
use crate::model::merge::merge_property;

#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) entity: Entity,
    pub(super) members: Additional,
    pub(super) etag: String,
    /// Nobody wrote to it yet, so its type is a guess where several are declared.
    pub(super) pristine: bool,
    /// It is an element of a collection.
    pub(super) listed: bool,
}

impl Object {
    /// An object that exists because it was asked for; its key is the last segment where that is one.
    pub(super) fn blank(entity: Entity, key: &[String], ends_in_key: bool, etag: String) -> Self {
        let mut members = blank(entity.declared);
        for property in entity.declared.properties.iter().filter(|property| property.key) {
            if let Some(value) = key_value(property, key, ends_in_key) {
                members.insert(property.name.into(), value);
            }
        }
        Self { entity, members, etag, pristine: true, listed: ends_in_key }
    }

    /// What it is as another type, if nobody has relied on this one.
    pub(super) fn retyped(&self, entity: Entity, key: &[String]) -> Self {
        Self::blank(entity, key, self.listed, self.etag.clone())
    }

    pub(super) fn merge(&mut self, changes: Additional) {
        for (name, value) in changes {
            match find(self.entity.declared, &name) {
                Some(property) => merge_property(&mut self.members, property, &value),
                None if value.is_null() => drop(self.members.shift_remove(&name)),
                None => drop(self.members.insert(name, value)),
            }
        }
        complete(self.entity.declared, &mut self.members, DEPTH);
        self.pristine = false;
    }

    /// The body as it is answered, with those navigation properties only that are expanded.
    pub(super) fn answer(&self, expand: &Expand<'_>) -> Additional {
        let mut body = self.body();
        expand.apply(self.entity.declared, &mut body);
        body
    }

    /// The same, and of the other properties only these, if there are any named.
    pub(super) fn selected(&self, select: Option<&[&str]>, expand: &Expand<'_>) -> Result<Additional, Failure> {
        let mut body = self.answer(expand);
        let Some(selected) = select else { return Ok(body) };
        let unknown = |name: &&&str| find(self.entity.declared, name).is_none() && !body.contains_key(**name);
        if let Some(unknown) = selected.iter().find(unknown) {
            let message = format!("{} does not declare the property '{unknown}'.", self.entity.declared.name);
            return Err(Failure::bad_request(message));
        }
        body.retain(|name, _| is_annotation(name) || selected.contains(&name.as_str()) || expand.names(name));
        Ok(body)
    }

    /// All of it: tag, etag, the declared properties in their order, then the others.
    pub(super) fn body(&self) -> Additional {
        let declared = self.entity.declared;
        let mut body = Additional::new();
        if declared.tag == TagPolicy::Always {
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

/// Gives a blank key the value that its path says. One that the path contradicts is refused.
pub(super) fn settle_key(entity: Entity, members: &mut Additional, path: &[String], ends_in_key: bool) -> Result<(), String> {
    let mut keys = entity.declared.properties.iter().filter(|property| property.key);
    let (Some(property), None) = (keys.next(), keys.next()) else { return Ok(()) };
    let Some(said) = key_value(property, path, ends_in_key) else { return Ok(()) };
    match members.get(property.name) {
        Some(given) if !given.is_null() && *given != blank_value(&property.ty, DEPTH) => {
            if ends_in_key && !same_key(property, given, &said) {
                return Err(format!("its `{}` is {given}, but the key in the path is {said}", property.name));
            }
        }
        _ => drop(members.insert(property.name.into(), said)),
    }
    Ok(())
}

/// The case of a GUID makes no difference.
pub(super) fn same_key(property: &Property, given: &Json, said: &Json) -> bool {
    match (given, said) {
        (Json::String(given), Json::String(said)) if matches!(property.ty.edm, Edm::Guid) => given.eq_ignore_ascii_case(said),
        _ => given == said,
    }
}

fn key_value(property: &Property, key: &[String], ends_in_key: bool) -> Option<Json> {
    let texts = key.iter().map(String::as_str);
    let text = if ends_in_key { key.last()?.clone() } else { guid_of(texts) };
    let number = text.parse::<i64>().ok().map(Json::from);
    let candidates = [Some(Json::String(text)), number];
    candidates.into_iter().flatten().find(|value| super::check::check(&property.ty, value, None).is_ok())
}

/// Types may hold themselves through an enum of derived types; a blank value of such a type ends here.
const DEPTH: usize = 8;

/// Null where that is allowed, and else zero, nothing, the epoch, the first member. What may be absent is.
pub(super) fn blank(declared: &StructuredType) -> Additional {
    blank_object(declared, DEPTH)
}

fn blank_object(declared: &StructuredType, depth: usize) -> Additional {
    let present = declared.properties.iter().filter(|property| property.ty.nullable || !property.may_be_absent);
    present.map(|property| (property.name.to_owned(), blank_value(&property.ty, depth))).collect()
}

fn blank_value(ty: &PropertyType, depth: usize) -> Json {
    if ty.nullable {
        return Json::Null;
    }
    if ty.collection {
        return Json::Array(Vec::new());
    }
    match ty.edm {
        Edm::Boolean => false.into(),
        Edm::Byte | Edm::Int16 | Edm::Int32 | Edm::Int64 => 0.into(),
        Edm::Single | Edm::Double => 0.0.into(),
        Edm::String | Edm::Binary | Edm::Stream => "".into(),
        Edm::DateTimeOffset => "1970-01-01T00:00:00Z".into(),
        Edm::Date => "1970-01-01".into(),
        Edm::TimeOfDay => "00:00:00.0000000".into(),
        Edm::Duration => "PT0S".into(),
        Edm::Guid => "00000000-0000-0000-0000-000000000000".into(),
        Edm::Enum(declared) => declared.members.first().copied().unwrap_or_default().into(),
        Edm::Structured(declared) => Json::Object(blank_structure(declared(), depth.saturating_sub(1))),
        Edm::Untyped => Json::Null,
    }
}

/// Of an enum of derived types the first, with its tag.
fn blank_structure(declared: &'static StructuredType, depth: usize) -> Additional {
    let first = declared.derived.iter().find_map(|derived| derived.declaration());
    match first {
        _ if depth == 0 => Additional::new(),
        None => blank_object(declared, depth),
        Some(derived) => {
            let mut members = Additional::new();
            members.insert("@odata.type".into(), format!("#{}", derived.name).into());
            members.extend(blank_structure(derived, depth - 1));
            members
        }
    }
}

/// Gives complex values what they need to be whole, as the service does when a client leaves out a value that is never null.
fn complete(declared: &'static StructuredType, members: &mut Additional, depth: usize) {
    if depth == 0 {
        return;
    }
    for property in declared.properties {
        match members.get_mut(property.name) {
            None if property.may_be_absent && !property.ty.nullable => {}
            None => drop(members.insert(property.name.into(), blank_value(&property.ty, depth))),
            Some(value) => complete_value(&property.ty, value, depth),
        }
    }
}

fn complete_value(ty: &PropertyType, value: &mut Json, depth: usize) {
    let Some(declared) = ty.declaration() else { return };
    match value {
        Json::Array(elements) => elements.iter_mut().for_each(|element| complete_value(ty, element, depth)),
        Json::Object(members) => {
            let tag = members.get("@odata.type").and_then(Json::as_str);
            let actual = tag.and_then(|tag| derived_type(declared, tag)).unwrap_or(declared);
            complete(actual, members, depth - 1);
        }
        _ => {}
    }
}
