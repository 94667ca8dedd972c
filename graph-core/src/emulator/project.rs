//! Reduces a stored object to the part that a response shows: selected properties and expanded related entities.

use super::levels::Shown;
use super::options::Options;
use super::paging::{Located, Range};
use crate::model::descriptor::{Property, StructuredType};
use crate::model::json::{Additional, Json};

/// The entities of a collection that a response shows.
pub(super) struct Related {
    pub(super) elements: Vec<Json>,
    /// The number of entities before paging.
    pub(super) count: usize,
    pub(super) next_link: Option<String>,
}

/// Returns the object's members that the options select or expand. `at` is the object's URL.
pub(super) fn project(
    declared: &'static StructuredType,
    mut members: Additional,
    shown: Shown<'_>,
    at: &Located<'_>,
) -> Additional {
    for property in declared.properties {
        let Some(structure) = property.ty.declaration() else { continue };
        let expanded = shown.expands(property.name);
        match expanded {
            // The repetition of `$levels` ends at an object that lacks the property.
            Some(_) if shown.repeats(property.name) && !members.contains_key(property.name) => {}
            Some(expanded) if property.is_navigation() => {
                let value = members.shift_remove(property.name).unwrap_or(Json::Null);
                expand(structure, property, value, expanded, &mut members, &at.inside(property.name));
            }
            _ if property.is_navigation() => drop(members.shift_remove(property.name)),
            _ => {
                if let Some(value) = members.get_mut(property.name) {
                    project_value(structure, value, (&Options::default()).into(), &at.nowhere());
                }
            }
        }
    }
    if let Some(select) = &shown.options.select {
        select.apply(declared, &mut members, |name| shown.expands(name).is_some());
    }
    members
}

/// Adds the value of an expanded navigation property to the object's JSON, with the link to its next page if there is one and, if requested,
/// the count of its elements.
fn expand(
    declared: &'static StructuredType,
    property: &Property,
    mut value: Json,
    expanded: Shown<'_>,
    members: &mut Additional,
    at: &Located<'_>,
) {
    let name = property.name;
    if property.ty.collection {
        let elements = match value {
            Json::Array(elements) => elements,
            _ => Vec::new(),
        };
        let Related { elements, count, next_link } = related(declared, elements, expanded, at);
        if expanded.options.count {
            members.insert(format!("{name}@odata.count"), count.into());
        }
        members.insert(name.to_owned(), Json::Array(elements));
        members.extend(next_link.map(|link| (format!("{name}@odata.nextLink"), link.into())));
        return;
    }
    project_value(declared, &mut value, expanded, at);
    members.insert(name.to_owned(), value);
}

/// Filters, sorts and pages a collection of related entities, and reduces each entity to what the response shows.
pub(super) fn related(declared: &'static StructuredType, elements: Vec<Json>, shown: Shown<'_>, at: &Located<'_>) -> Related {
    let options = shown.options;
    let mut objects: Vec<Additional> = elements
        .into_iter()
        .filter_map(|element| match element {
            Json::Object(members) => Some(members),
            _ => None,
        })
        .filter(|members| options.filter.as_ref().is_none_or(|filter| filter.matches(members)))
        .filter(|members| options.search.as_ref().is_none_or(|search| search.matches(members)))
        .collect();
    let count = objects.len();
    if let Some(order) = &options.order {
        order.sort(&mut objects, |members| members);
    }
    let Range { skip, size, next_link } = at.range(shown, count);
    let project = |members: Additional| {
        let actual = declared.of_value(&members);
        let at = at.element(actual, &members);
        Json::Object(project(actual, members, shown, &at))
    };
    Related { elements: objects.into_iter().skip(skip).take(size).map(project).collect(), count, next_link }
}

/// Reduces the object at `at`, or each object of a collection, to the part that the options select or expand.
pub(super) fn project_value(declared: &'static StructuredType, value: &mut Json, shown: Shown<'_>, at: &Located<'_>) {
    match value {
        Json::Array(elements) => elements.iter_mut().for_each(|element| project_value(declared, element, shown, &at.nowhere())),
        Json::Object(members) => {
            let members = std::mem::take(members);
            *value = Json::Object(project(declared.of_value(&members), members, shown, at));
        }
        _ => {}
    }
}
