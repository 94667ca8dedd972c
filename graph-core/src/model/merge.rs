//! Merges the JSON of a patch into the JSON of an object, as a service does.
//!
//! A complex value is merged, every other value replaced ([OData 4.01 §11.4.3]).
//!
//! [OData 4.01 §11.4.3]: https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity

use super::descriptor::{Property, StructuredType};
use super::json::{Additional, Json};

/// Merges the value of one declared property.
pub(crate) fn merge_property(members: &mut Additional, property: &Property, value: &Json) {
    let declared = property.ty.declaration().filter(|_| !property.ty.collection);
    match (declared, members.get_mut(property.name), value) {
        (Some(declared), Some(Json::Object(old)), Json::Object(new)) if keeps_type(old, new) => merge_object(old, declared, new),
        _ => {
            members.insert(property.name.into(), value.clone());
        }
    }
}

/// Whether the new value has the type of the old one; a value of another derived type replaces it.
fn keeps_type(old: &Additional, new: &Additional) -> bool {
    match (type_name(old), type_name(new)) {
        (Some(old), Some(new)) => old == new,
        _ => true,
    }
}

/// The `@odata.type` of an object, without `#`.
fn type_name(members: &Additional) -> Option<&str> {
    members.get("@odata.type").and_then(Json::as_str).map(|tag| tag.trim_start_matches('#'))
}

/// Merges the members of a complex value.
fn merge_object(old: &mut Additional, declared: &'static StructuredType, new: &Additional) {
    let declared = declared.of_value(old);
    for (name, value) in new {
        match declared.properties.iter().find(|property| property.name == name) {
            Some(property) => merge_property(old, property, value),
            None => merge_additional(old, name, value),
        }
    }
}

/// Sets an undeclared property, or removes it if the value is null.
pub(super) fn merge_additional(members: &mut Additional, name: &str, value: &Json) {
    if value.is_null() {
        members.shift_remove(name);
    } else {
        members.insert(name.into(), value.clone());
    }
}
