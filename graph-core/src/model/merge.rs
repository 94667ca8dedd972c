//! Merges the JSON of a patch into the JSON of an object, as a service does.
//!
//! A complex value is merged; any other value is replaced ([OData 4.01 §11.4.3]).
//!
//! [OData 4.01 §11.4.3]: https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity

use super::descriptor::{Property, StructuredType};
use super::json::{Additional, Json};

/// Sets or merges the new value of a declared property in the JSON object `members`.
#[inline]
pub(crate) fn merge_property(members: &mut Additional, property: &Property, value: &Json) {
    let declared = property.ty.declaration().filter(|_| !property.ty.collection);
    match (declared, members.get_mut(property.name), value) {
        (Some(declared), Some(Json::Object(old)), Json::Object(new)) if keeps_type(old, new) => merge_object(old, declared, new),
        _ => {
            members.insert(property.name.into(), value.clone());
        }
    }
}

/// Returns `false` if two complex values name different subtypes in `@odata.type`. The new value then replaces the old one.
#[inline]
fn keeps_type(old: &Additional, new: &Additional) -> bool {
    match (type_name(old), type_name(new)) {
        (Some(old), Some(new)) => old == new,
        _ => true,
    }
}

/// Returns the type name in an object's `@odata.type`, without `#`.
fn type_name(members: &Additional) -> Option<&str> {
    members.get("@odata.type").and_then(Json::as_str).map(|tag| tag.trim_start_matches('#'))
}

/// Merges the properties of the complex value `new` into `old`.
#[inline]
fn merge_object(old: &mut Additional, declared: &'static StructuredType, new: &Additional) {
    let declared = declared.of_value(old);
    for (name, value) in new {
        match declared.properties.iter().find(|property| property.name == name) {
            Some(property) => merge_property(old, property, value),
            None => merge_additional(old, name, value),
        }
    }
}

/// Sets an undeclared property in a JSON object, or removes it if the value is null.
#[inline]
pub(super) fn merge_additional(members: &mut Additional, name: &str, value: &Json) {
    if value.is_null() {
        members.shift_remove(name);
    } else {
        members.insert(name.into(), value.clone());
    }
}
