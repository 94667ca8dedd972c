//! The difference between two values, as the JSON of a patch.

use std::collections::HashSet;

use super::descriptor::{Property, StructuredType, TagPolicy};
use super::json::{Additional, Json};
use super::number::equal_json;
use super::value_ref::{DynStructured, ValueRef};
use super::write::{WriteMode, tag_json, value_json};

/// Returns the JSON that a patch sends to change a property from `before` to `after`. Returns `None` if the values are equal, or if `after`
/// is null and the property is not nullable.
#[inline]
pub(super) fn changed_value(property: &Property, before: &ValueRef<'_>, after: &ValueRef<'_>) -> Option<Json> {
    match (before, after) {
        (ValueRef::Object(before), ValueRef::Object(after)) if same_type(*before, *after) => {
            let changed = changed_properties(*before, *after);
            (!changed.is_empty()).then(|| Json::Object(tagged(after.declaration(), changed)))
        }
        // Most properties of two entities are equal, and this comparison does not make JSON.
        (before, after) if is_identical(before, after) => None,
        (_, ValueRef::Null) if !property.ty.nullable => None,
        (ValueRef::Text(before), ValueRef::Text(after))
            if property.ty.is_flags() && same_members(&before.to_str(), &after.to_str()) =>
        {
            None
        }
        _ => {
            let after = value_json(after, WriteMode::DIFFERENCE);
            (!equal_json(&value_json(before, WriteMode::DIFFERENCE), &after)).then_some(after)
        }
    }
}

/// Returns `true` if two values certainly have equal JSON. Returns `false` if they differ, or if only their JSON can show that they are
/// equal, as with the decimals 1.0 and 1.00.
#[inline]
pub(super) fn is_identical(before: &ValueRef<'_>, after: &ValueRef<'_>) -> bool {
    match (before, after) {
        (ValueRef::Null, ValueRef::Null) => true,
        (ValueRef::Bool(before), ValueRef::Bool(after)) => before == after,
        (ValueRef::Int(before), ValueRef::Int(after)) => before == after,
        (ValueRef::Double(before), ValueRef::Double(after)) => before.to_bits() == after.to_bits(),
        (ValueRef::Single(before), ValueRef::Single(after)) => before.to_bits() == after.to_bits(),
        (ValueRef::Decimal(before), ValueRef::Decimal(after)) => before == after,
        (ValueRef::Text(before), ValueRef::Text(after)) => before == after,
        (ValueRef::List(before), ValueRef::List(after)) => {
            before.len() == after.len() && before.iter().zip(after.iter()).all(|(before, after)| is_identical(&before, &after))
        }
        (ValueRef::Object(before), ValueRef::Object(after)) => {
            same_type(*before, *after)
                && before.additional() == after.additional()
                && before.views().iter().zip(after.views()).all(|((_, before), (_, after))| is_identical(before, &after))
        }
        _ => false,
    }
}

/// Returns `true` if two sets of flags, such as `a,b`, have the same members, in any order.
#[inline]
fn same_members(before: &str, after: &str) -> bool {
    let members = |text: &str| text.split(',').map(str::to_owned).collect::<HashSet<_>>();
    members(before) == members(after)
}

fn same_type(before: &dyn DynStructured, after: &dyn DynStructured) -> bool {
    before.declaration().name == after.declaration().name
}

#[inline]
fn changed_properties(before: &dyn DynStructured, after: &dyn DynStructured) -> Additional {
    let is_updatable = |property: &Property| property.writable() && !property.is_navigation();
    let views = before.views().into_iter().zip(after.views());
    let properties = after.declaration().properties.iter().zip(views).filter(|(property, _)| is_updatable(property));
    let mut changed: Additional = properties
        .filter_map(|(property, ((_, before), (_, after)))| {
            Some((property.name.to_owned(), changed_value(property, &before, &after)?))
        })
        .collect();
    changed.extend(changed_additional(before.additional(), after.additional()));
    changed
}

#[inline]
fn tagged(declared: &StructuredType, members: Additional) -> Additional {
    let tag = (declared.tag == TagPolicy::Always).then(|| ("@odata.type".into(), tag_json(declared)));
    tag.into_iter().chain(members).collect()
}

/// Returns the undeclared properties that differ between two objects, each with its value in `after`, or with null if `after` lacks it.
/// Leaves out annotations.
#[inline]
pub(super) fn changed_additional(before: Option<&Additional>, after: Option<&Additional>) -> Additional {
    let none = Additional::new();
    let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
    let removed =
        before.keys().filter(|name| !after.contains_key(*name) && !name.contains('@')).map(|name| (name.clone(), Json::Null));
    let is_same = |name: &String, value| before.get(name).is_some_and(|before| equal_json(before, value));
    let set = after.iter().filter(|(name, value)| !is_same(name, value) && !name.contains('@'));
    set.map(|(name, value)| (name.clone(), value.clone())).chain(removed).collect()
}
