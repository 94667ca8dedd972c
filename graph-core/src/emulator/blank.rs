//! Blank values: the properties of an object that no request has written to.

use crate::model::descriptor::{Edm, PropertyType, StructuredType};
use crate::model::json::{Additional, Json};

/// The maximum nesting of blank objects. There must be a limit, because a type may contain itself through an enum of its subtypes.
pub(super) const MAX_DEPTH: usize = 8;

/// Returns a blank value for each property of a type: null if the property is nullable; otherwise zero, an empty value, the epoch or the
/// first member of the enumeration. Leaves out `not_null` properties.
pub(super) fn blank(declared: &StructuredType) -> Additional {
    blank_object(declared, MAX_DEPTH)
}

fn blank_object(declared: &StructuredType, depth: usize) -> Additional {
    let present =
        declared.properties.iter().filter(|property| !property.annotation && (property.ty.nullable || !property.may_be_absent));
    present.map(|property| (property.name.to_owned(), blank_value(&property.ty, depth))).collect()
}

pub(super) fn blank_value(ty: &PropertyType, depth: usize) -> Json {
    if ty.nullable {
        return Json::Null;
    }
    if ty.collection {
        return Json::Array(Vec::new());
    }
    match ty.edm {
        Edm::Boolean => false.into(),
        Edm::Byte | Edm::Int16 | Edm::Int32 | Edm::Int64 | Edm::Decimal => 0.into(),
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

/// Returns a blank object. For an enum whose variants are subtypes, this is an object of the first subtype, with `@odata.type`.
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

/// Adds a blank value for each property that the client left out of a complex value, as the service does. Leaves out `not_null` properties.
pub(super) fn complete(declared: &'static StructuredType, members: &mut Additional, depth: usize) {
    if depth == 0 {
        return;
    }
    for property in declared.properties {
        match members.get_mut(property.name) {
            None if property.annotation || property.may_be_absent && !property.ty.nullable => {}
            None => drop(members.insert(property.name.into(), blank_value(&property.ty, depth))),
            Some(value) => complete_value(&property.ty, value, depth),
        }
    }
}

fn complete_value(ty: &PropertyType, value: &mut Json, depth: usize) {
    let Some(declared) = ty.declaration() else { return };
    match value {
        Json::Array(elements) => elements.iter_mut().for_each(|element| complete_value(ty, element, depth)),
        Json::Object(members) => complete(declared.of_value(members), members, depth - 1),
        _ => {}
    }
}
