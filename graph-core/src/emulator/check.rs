//! Checks the JSON of a request body against the declared type, and changes the names of properties to their declared spelling.

use std::fmt;

use crate::model::descriptor::{Edm, EnumType, Property, PropertyType, StructuredType};
use crate::model::edm::{Binary, Date, DateTimeOffset, Duration, Guid, Stream, TimeOfDay};
use crate::model::json::{Additional, Json};
use crate::model::property_value::PropertyValue;
use crate::model::read_error::{Problem, ReadError};
use crate::model::reader::ReadMode;

/// The error for a JSON value that does not fit its declared type, with the path to the value, such as `settings[0].name`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mismatch {
    path: String,
    reason: String,
}

impl Mismatch {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self { path: String::new(), reason: reason.into() }
    }

    /// Returns the error for an update that contains a navigation property, in Graph's words.
    fn navigation(declared: &StructuredType, property: &Property) -> Self {
        Self::new(format!("Cannot PATCH navigation property '{}' in entity type '{}'.", property.name, declared.name))
    }

    pub(super) fn at(mut self, step: &str) -> Self {
        let separator = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{step}{separator}{}", self.path);
        self
    }
}

impl From<ReadError> for Mismatch {
    fn from(error: ReadError) -> Self {
        Self::new(error.to_string())
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            return f.write_str(&self.reason);
        }
        write!(f, "The property '{}': {}", self.path, self.reason)
    }
}

/// How a write treats properties that an update cannot set: the key, read-only, create-only and navigation properties.
#[derive(Clone, Copy, Debug)]
pub(super) struct Write {
    /// Whether the key, read-only properties and, in an update, create-only properties are refused instead of ignored.
    pub(super) strict: bool,
    /// Whether the request creates an object, so that its body may contain related entities.
    pub(super) creates: bool,
}

impl Write {
    /// Returns the reason why the write cannot set the property, if there is one.
    fn refusal(self, property: &Property) -> Option<&'static str> {
        match property {
            Property { key: true, .. } => Some("the key cannot be changed"),
            Property { read_only: true, .. } => Some("read-only"),
            Property { create_only: true, .. } if !self.creates => Some("it can be set only when the object is created"),
            _ => None,
        }
    }
}

/// Checks the properties in a request body and returns those that the write sets. Leaves out annotations, such as `@odata.type`, and
/// properties that the write ignores.
///
/// # Errors
/// Fails at the first property that does not fit its declaration.
pub(super) fn changes(
    declared: &'static StructuredType,
    body: Additional,
    old: &Additional,
    write: Write,
) -> Result<Additional, Mismatch> {
    let mut changes = Additional::new();
    for (name, value) in body.into_iter().filter(|(name, _)| !is_annotation(name)) {
        let Some(property) = find(declared, &name) else {
            known(declared, &name)?;
            insert(&mut changes, &name, value)?;
            continue;
        };
        if let Some(reason) = write.refusal(property) {
            if write.strict {
                return Err(Mismatch::new(reason).at(&name));
            }
            continue;
        }
        if property.is_navigation() && !write.creates {
            return Err(Mismatch::navigation(declared, property));
        }
        let old = old.get(property.name);
        let value = Check(write).value(&property.ty, value, old).map_err(|mismatch| mismatch.at(&name))?;
        insert(&mut changes, property.name, value)?;
    }
    Ok(changes)
}

/// Checks a JSON value against a declared type, and returns the value with property names and enumeration members in their declared
/// spelling.
///
/// # Errors
/// Fails if the value does not fit the type.
pub(super) fn accept(ty: &PropertyType, value: Json) -> Result<Json, Mismatch> {
    Check(Write { strict: true, creates: true }).value(ty, value, None)
}

/// Checks the JSON values in the body of a write.
#[derive(Clone, Copy)]
struct Check(Write);

impl Check {
    /// Checks one JSON value. An object without `@odata.type` has the type of `old`, the stored value that it is merged into.
    fn value(self, ty: &PropertyType, value: Json, old: Option<&Json>) -> Result<Json, Mismatch> {
        match value {
            Json::Null if ty.nullable => Ok(Json::Null),
            Json::Null => Err(Mismatch::new("null, but the type is not nullable")),
            Json::Array(elements) if ty.collection => {
                let element = |(index, element): (usize, Json)| match element {
                    Json::Null if ty.nullable_elements => Ok(Json::Null),
                    element => self.one(ty.edm, element, None).map_err(|mismatch| mismatch.at(&format!("[{index}]"))),
                };
                elements.into_iter().enumerate().map(element).collect::<Result<_, _>>().map(Json::Array)
            }
            value if ty.collection => Err(ReadError::wrong_kind("collection", &value).into()),
            value => self.one(ty.edm, value, old),
        }
    }

    fn one(self, edm: Edm, value: Json, old: Option<&Json>) -> Result<Json, Mismatch> {
        match edm {
            Edm::Boolean => reads::<bool>(value),
            Edm::Byte => reads::<u8>(value),
            Edm::Int16 => reads::<i16>(value),
            Edm::Int32 => reads::<i32>(value),
            // The service accepts text for these types only with `IEEE754Compatible=true`, which the emulator does not offer.
            Edm::Int64 if value.is_string() => Err(ReadError::wrong_kind("Int64", &value).into()),
            Edm::Decimal if !value.is_number() => Err(ReadError::wrong_kind("Decimal", &value).into()),
            Edm::Decimal => Ok(value),
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
            Edm::Enum(declared) => members(declared, &value),
            Edm::Structured(declared) => self.object(declared(), value, old),
            Edm::Untyped => Ok(value),
        }
    }

    fn object(self, declared: &'static StructuredType, value: Json, old: Option<&Json>) -> Result<Json, Mismatch> {
        let Json::Object(members) = value else { return Err(ReadError::wrong_kind(declared.name, &value).into()) };
        let old = old.and_then(Json::as_object);
        let actual = actual_type(declared, &members, old)?;
        let mut accepted = Additional::new();
        for (name, value) in members {
            let property = find(actual, &name);
            let (name, value) = match property {
                _ if is_annotation(&name) => (name.as_str(), value),
                None => {
                    known(actual, &name)?;
                    (name.as_str(), value)
                }
                Some(property) if property.read_only || property.create_only && !self.0.creates && old.is_some() => {
                    if self.0.strict && old.is_some_and(|old| old.get(property.name) != Some(&value)) {
                        return Err(Mismatch::new(self.0.refusal(property).unwrap_or("read-only")).at(&name));
                    }
                    if !self.0.strict {
                        continue;
                    }
                    (property.name, value)
                }
                Some(property) if property.is_navigation() && !self.0.creates => {
                    return Err(Mismatch::navigation(actual, property));
                }
                Some(property) => {
                    let old = old.and_then(|old| old.get(property.name));
                    (property.name, self.value(&property.ty, value, old).map_err(|mismatch| mismatch.at(&name))?)
                }
            };
            insert(&mut accepted, name, value)?;
        }
        Ok(Json::Object(accepted))
    }
}

/// Adds a property to a JSON object. Refuses a property that was added before in another spelling.
fn insert(members: &mut Additional, name: &str, value: Json) -> Result<(), Mismatch> {
    match members.insert(name.to_owned(), value) {
        None => Ok(()),
        Some(_) => Err(Mismatch::new("it is given twice; names are not case-sensitive").at(name)),
    }
}

fn reads<T: PropertyValue>(value: Json) -> Result<Json, Mismatch> {
    T::read(value.clone(), ReadMode::Partial).map(|_| value).map_err(Mismatch::from)
}

/// Changes the members of an enumeration in a JSON string to their declared spelling. Refuses an unknown member, as Graph does.
fn members(declared: &EnumType, value: &Json) -> Result<Json, Mismatch> {
    let Json::String(text) = value else { return Err(ReadError::wrong_kind("an enumeration member", value).into()) };
    let member = |text: &str| {
        let mut known = declared.members.iter().copied();
        known.find(|member| member.eq_ignore_ascii_case(text)).ok_or_else(|| {
            Mismatch::new(format!("'{text}' is not a member of the enumeration; its members are {}", declared.members.join(", ")))
        })
    };
    if !declared.flags {
        return member(text).map(Json::from);
    }
    let members: Vec<_> = text.split(',').map(|text| member(text.trim())).collect::<Result<_, _>>()?;
    Ok(members.join(",").into())
}

/// Returns the type that `@odata.type` names in the new object, or else in the old object (`old`), or else the declared type.
fn actual_type(
    declared: &'static StructuredType,
    members: &Additional,
    old: Option<&Additional>,
) -> Result<&'static StructuredType, Mismatch> {
    let tag = match members.get("@odata.type").or_else(|| old?.get("@odata.type")) {
        None => return Ok(declared),
        Some(Json::String(tag)) => tag,
        Some(other) => return Err(Mismatch::from(ReadError::wrong_kind("String", other)).at("@odata.type")),
    };
    match declared.with_tag(tag) {
        Some(actual) => Ok(actual),
        // A Rust enum of subtypes also keeps objects of subtypes that it does not declare.
        None if !declared.derived.is_empty() => Ok(declared),
        None => Err(ReadError::new(Problem::WrongType { expected: declared.name, found: tag.clone() }).into()),
    }
}

/// Returns a declared type and all its subtypes.
pub(super) fn with_derived(declared: &'static StructuredType) -> Vec<&'static StructuredType> {
    let derived = declared.derived.iter().filter_map(|derived| derived.declaration());
    [declared].into_iter().chain(derived.flat_map(with_derived)).collect()
}

/// Returns the declared property with this JSON name. Graph ignores the case of names, but a property with exactly this name takes
/// precedence.
pub(super) fn find(declared: &StructuredType, name: &str) -> Option<&'static Property> {
    let exact = declared.properties.iter().find(|property| property.name == name);
    exact.or_else(|| declared.properties.iter().find(|property| property.name.eq_ignore_ascii_case(name)))
}

fn known(declared: &StructuredType, name: &str) -> Result<(), Mismatch> {
    if declared.open {
        return Ok(());
    }
    Err(Mismatch::new(format!("{} does not declare it", declared.name)).at(name))
}

/// Returns `true` if this JSON name is the name of an annotation or of control information, such as `@odata.type`.
pub(super) fn is_annotation(name: &str) -> bool {
    name.contains('@')
}
