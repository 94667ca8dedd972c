//! Whether JSON that a client sent fits a declaration, as strictly as the service takes it.

use std::fmt;

use crate::model::descriptor::{Edm, EnumType, Property, PropertyType, StructuredType};
use crate::model::edm::{Binary, Date, DateTimeOffset, Duration, Guid, Stream, TimeOfDay};
use crate::model::json::{Additional, Json};
use crate::model::property_value::PropertyValue;
use crate::model::read_error::{Problem, ReadError};
use crate::model::reader::{ReadMode, matches_tag};

/// What does not fit, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    path: String,
    reason: String,
}

impl Refusal {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self { path: String::new(), reason: reason.into() }
    }

    pub(super) fn at(mut self, step: &str) -> Self {
        let separator = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{step}{separator}{}", self.path);
        self
    }
}

impl From<ReadError> for Refusal {
    fn from(error: ReadError) -> Self {
        Self::new(error.to_string())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.reason);
        }
        write!(f, "The property '{}': {}", self.path, self.reason)
    }
}

/// The members of an update that change something: checked, without annotations.
pub(super) fn update(
    declared: &'static StructuredType,
    body: Additional,
    old: &Additional,
    ignore_read_only: bool,
) -> Result<Additional, Refusal> {
    let mut changes = Additional::new();
    for (name, value) in body.into_iter().filter(|(name, _)| !is_annotation(name)) {
        let Some(property) = find(declared, &name) else {
            known(declared, &name)?;
            changes.insert(name, value);
            continue;
        };
        if !property.writable() {
            if ignore_read_only {
                continue;
            }
            return Err(Refusal::new(if property.key { "the key cannot be changed" } else { "read-only" }).at(&name));
        }
        check(&property.ty, &value, old.get(&name)).map_err(|refusal| refusal.at(&name))?;
        changes.insert(name, value);
    }
    Ok(changes)
}

/// Whether the value is one of the type. What it merges into tells the type of an object without a tag.
pub(super) fn check(ty: &PropertyType, value: &Json, old: Option<&Json>) -> Result<(), Refusal> {
    match value {
        Json::Null if ty.nullable => Ok(()),
        Json::Null => Err(Refusal::new("null, but the type is not nullable")),
        Json::Array(elements) if ty.collection => elements
            .iter()
            .enumerate()
            .filter(|(_, element)| !(ty.nullable_elements && element.is_null()))
            .try_for_each(|(index, element)| one(ty.edm, element, None).map_err(|refusal| refusal.at(&format!("[{index}]")))),
        _ if ty.collection => Err(ReadError::wrong_kind("collection", value).into()),
        _ => one(ty.edm, value, old),
    }
}

fn one(edm: Edm, value: &Json, old: Option<&Json>) -> Result<(), Refusal> {
    match edm {
        Edm::Boolean => reads::<bool>(value),
        Edm::Byte => reads::<u8>(value),
        Edm::Int16 => reads::<i16>(value),
        Edm::Int32 => reads::<i32>(value),
        Edm::Int64 => reads::<i64>(value),
        Edm::Single => reads::<f32>(value),
        Edm::Double => reads::<f64>(value),
        Edm::String => reads::<String>(value),
        Edm::DateTimeOffset => reads::<DateTimeOffset>(value),
        Edm::Date => reads::<Date>(value),
        Edm::TimeOfDay => reads::<TimeOfDay>(value),
        Edm::Duration => reads::<Duration>(value),
        Edm::Guid => reads::<Guid>(value),
        Edm::Binary => reads::<Binary>(value),
        Edm::Stream => reads::<Stream>(value),
        Edm::Enum(declared) => members(declared, value),
        Edm::Structured(declared) => object(declared(), value, old),
        Edm::Untyped => Ok(()),
    }
}

fn reads<T: PropertyValue>(value: &Json) -> Result<(), Refusal> {
    T::read(value.clone(), ReadMode::Partial).map(drop).map_err(Refusal::from)
}

/// The service refuses a member that it does not know; only what it sends may be unknown to the client.
fn members(declared: &EnumType, value: &Json) -> Result<(), Refusal> {
    let Json::String(text) = value else { return Err(ReadError::wrong_kind("an enumeration member", value).into()) };
    let unknown = |member: &&str| !declared.members.contains(member);
    let unknown = if declared.flags { text.split(',').map(str::trim).find(unknown) } else { Some(text.as_str()).filter(unknown) };
    unknown.map_or(Ok(()), |member| Err(Refusal::new(format!("'{member}' is no member of the enumeration"))))
}

fn object(declared: &'static StructuredType, value: &Json, old: Option<&Json>) -> Result<(), Refusal> {
    let Json::Object(members) = value else { return Err(ReadError::wrong_kind(declared.name, value).into()) };
    let old = old.and_then(Json::as_object);
    let actual = actual_type(declared, members, old)?;
    for (name, value) in members.iter().filter(|(name, _)| !is_annotation(name)) {
        match find(actual, name) {
            Some(property) if property.read_only && old.is_some_and(|old| old.get(name) != Some(value)) => {
                return Err(Refusal::new("read-only").at(name));
            }
            Some(property) => {
                check(&property.ty, value, old.and_then(|old| old.get(name))).map_err(|refusal| refusal.at(name))?
            }
            None => known(actual, name)?,
        }
    }
    Ok(())
}

/// The declared type or the one derived from it that the tag names, or else the tag of what is merged into.
fn actual_type(
    declared: &'static StructuredType,
    members: &Additional,
    old: Option<&Additional>,
) -> Result<&'static StructuredType, Refusal> {
    let tag = match members.get("@odata.type").or_else(|| old?.get("@odata.type")) {
        None => return Ok(declared),
        Some(Json::String(tag)) => tag,
        Some(other) => return Err(Refusal::from(ReadError::wrong_kind("String", other)).at("@odata.type")),
    };
    match derived_type(declared, tag) {
        Some(actual) => Ok(actual),
        // An enum of derived types has a place for those it does not know.
        None if !declared.derived.is_empty() => Ok(declared),
        None => Err(ReadError::new(Problem::WrongType { expected: declared.name, found: tag.clone() }).into()),
    }
}

/// The variants first: one of them may be the base itself, with its properties.
pub(super) fn derived_type(declared: &'static StructuredType, tag: &str) -> Option<&'static StructuredType> {
    let mut derived = declared.derived.iter().filter_map(|derived| derived.declaration());
    derived.find_map(|derived| derived_type(derived, tag)).or_else(|| matches_tag(tag, declared.name).then_some(declared))
}

pub(super) fn find(declared: &StructuredType, name: &str) -> Option<&'static Property> {
    declared.properties.iter().find(|property| property.name == name)
}

fn known(declared: &StructuredType, name: &str) -> Result<(), Refusal> {
    if declared.open {
        return Ok(());
    }
    Err(Refusal::new(format!("{} does not declare it", declared.name)).at(name))
}

/// Control information of OData and annotations: about the value, not of it.
pub(super) fn is_annotation(name: &str) -> bool {
    name.contains('@')
}
