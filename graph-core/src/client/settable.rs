//! Checks that a patch sets only properties that its request can set. For any other property, the service would refuse the request or
//! ignore the property.

use crate::error::{Error, ReadOnlyPropertyError, ReadOnlyReason};
use crate::model::descriptor::{Property, PropertyType, StructuredType};
use crate::model::json::Json;
use crate::model::partial::Partial;
use crate::model::structured::Structured;

/// Refuses a creation that sets a read-only property. The creation may set the key, since some collections let the client choose it, and
/// it may contain create-only properties and related entities.
///
/// # Errors
/// Fails at the first read-only property in the patch.
pub(super) fn check_create<E: Structured>(patch: &Partial<E>) -> Result<(), Error> {
    let declared = patch.values().map(|(property, _)| property);
    let additional = patch.declared_additional().map(|(property, _)| property);
    match declared.chain(additional).find(|property| property.read_only) {
        Some(property) => Err(refused(E::DECLARATION, property, ReadOnlyReason::ReadOnly)),
        None => Ok(()),
    }
}

/// Refuses an update that sets the key, a read-only property, a create-only property, or a navigation property (also one inside a complex
/// value).
///
/// Create-only properties inside a complex value are accepted: the value may be new, and the client does not know whether it is.
///
/// # Errors
/// Fails at the first property in the patch that an update cannot set.
pub(super) fn check_update<E: Structured>(patch: &Partial<E>) -> Result<(), Error> {
    // Most properties are primitive and writable, and pass without a call.
    let needs_check = |property: &Property| !property.writable() || property.ty.declaration().is_some();
    let mut declared = patch.values().filter(|(property, _)| needs_check(property));
    declared.try_for_each(|(property, value)| check_property(E::DECLARATION, property, &value.json()))?;
    let mut additional = patch.declared_additional().filter(|(property, _)| needs_check(property));
    additional.try_for_each(|(property, value)| check_property(E::DECLARATION, property, value))
}

fn check_property(declared: &'static StructuredType, property: &'static Property, value: &Json) -> Result<(), Error> {
    if !property.writable() {
        let reason = if property.key || property.read_only { ReadOnlyReason::ReadOnly } else { ReadOnlyReason::CreateOnly };
        return Err(refused(declared, property, reason));
    }
    check_related(declared, property, value)
}

/// Refuses `property` if it is a navigation property, or if its value `value` contains one.
fn check_related(declared: &'static StructuredType, property: &'static Property, value: &Json) -> Result<(), Error> {
    if property.is_navigation() {
        return Err(refused(declared, property, ReadOnlyReason::Navigation));
    }
    check_value(&property.ty, value)
}

fn check_value(ty: &PropertyType, value: &Json) -> Result<(), Error> {
    let Some(declared) = ty.declaration() else { return Ok(()) };
    match value {
        Json::Array(elements) => elements.iter().try_for_each(|element| check_value(ty, element)),
        Json::Object(members) => {
            let actual = declared.of_value(members);
            members.iter().enumerate().try_for_each(|(index, (name, value))| match actual.position(name, index) {
                Some(index) => actual.properties.get(index).map_or(Ok(()), |property| check_related(actual, property, value)),
                None => Ok(()),
            })
        }
        _ => Ok(()),
    }
}

fn refused(declared: &StructuredType, property: &Property, reason: ReadOnlyReason) -> Error {
    Error::ReadOnlyProperty(ReadOnlyPropertyError { entity: declared.name, property: property.name, reason })
}
