//! Reduces a stored object to the part that a response shows: selected properties and expanded related entities.

use super::expand::Expanded;
use super::options::Options;
use crate::model::descriptor::StructuredType;
use crate::model::json::{Additional, Json};

/// Returns the part of an object's JSON that the options select or expand.
pub(super) fn project(declared: &'static StructuredType, mut members: Additional, options: &Options) -> Additional {
    for property in declared.properties {
        let Some(structure) = property.ty.declaration() else { continue };
        let expanded = options.expands(property.name);
        match expanded {
            Some(expanded) if property.is_navigation() => {
                let value = members.shift_remove(property.name).unwrap_or(Json::Null);
                expand(structure, property.name, property.ty.collection, value, expanded, &mut members);
            }
            _ if property.is_navigation() => drop(members.shift_remove(property.name)),
            _ => {
                if let Some(value) = members.get_mut(property.name) {
                    project_value(structure, value, &Options::default());
                }
            }
        }
    }
    if let Some(select) = &options.select {
        select.apply(declared, &mut members, |name| options.expands(name).is_some());
    }
    members
}

/// Adds the value of an expanded navigation property to the object's JSON and, if requested, the count of its elements.
fn expand(
    declared: &'static StructuredType,
    name: &str,
    collection: bool,
    mut value: Json,
    expanded: &Expanded,
    members: &mut Additional,
) {
    if collection {
        let elements = match value {
            Json::Array(elements) => elements,
            _ => Vec::new(),
        };
        let (count, elements) = related(declared, elements, &expanded.options);
        if expanded.options.count {
            members.insert(format!("{name}@odata.count"), count.into());
        }
        members.insert(name.to_owned(), Json::Array(elements));
        return;
    }
    project_value(declared, &mut value, &expanded.options);
    members.insert(name.to_owned(), value);
}

/// Filters, sorts, pages and projects a collection of related entities. Returns the number of matching entities before paging, and the
/// page.
pub(super) fn related(declared: &'static StructuredType, elements: Vec<Json>, options: &Options) -> (usize, Vec<Json>) {
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
    let shown = objects.into_iter().skip(options.skip).take(options.top.unwrap_or(usize::MAX));
    let shown = shown.map(|members| Json::Object(project(declared.of_value(&members), members, options)));
    (count, shown.collect())
}

/// Reduces an object, or each object of a collection, to the part that the options select or expand.
pub(super) fn project_value(declared: &'static StructuredType, value: &mut Json, options: &Options) {
    match value {
        Json::Array(elements) => elements.iter_mut().for_each(|element| project_value(declared, element, options)),
        Json::Object(members) => {
            let members = std::mem::take(members);
            *value = Json::Object(project(declared.of_value(&members), members, options));
        }
        _ => {}
    }
}
