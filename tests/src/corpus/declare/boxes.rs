//! Boxes one property or variant in each cycle of types that contain each other by value.

use std::collections::BTreeMap;

use super::model::{Structure, TypeDeclaration, Value};

/// Marks one property or variant in each cycle as boxed.
pub(super) fn set(types: &mut [TypeDeclaration]) {
    let places: BTreeMap<String, usize> =
        types.iter().enumerate().map(|(place, declared)| (declared.ident().to_owned(), place)).collect();
    let mut states = vec![State::New; types.len()];
    for place in 0..types.len() {
        visit(place, types, &places, &mut states);
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

fn visit(place: usize, types: &mut [TypeDeclaration], places: &BTreeMap<String, usize>, states: &mut [State]) {
    if states.get(place) != Some(&State::New) {
        return;
    }
    set_state(states, place, State::Open);
    for (index, target) in held(types.get(place), places) {
        if states.get(target) == Some(&State::Open) {
            put_in_box(types.get_mut(place), index);
        } else {
            visit(target, types, places, states);
        }
    }
    set_state(states, place, State::Done);
}

fn set_state(states: &mut [State], place: usize, state: State) {
    if let Some(slot) = states.get_mut(place) {
        *slot = state;
    }
}

/// Returns the types that a type contains by value. For each, returns the index of the field or variant that contains it, and the type's
/// index.
fn held(declared: Option<&TypeDeclaration>, places: &BTreeMap<String, usize>) -> Vec<(usize, usize)> {
    match declared {
        Some(TypeDeclaration::Structure(Structure { fields, .. })) => {
            let values = fields.iter().enumerate().filter(|(_, field)| !field.collection);
            values
                .filter_map(|(index, field)| match &field.value {
                    Value::Structure(ident) => Some((index, *places.get(ident)?)),
                    _ => None,
                })
                .collect()
        }
        Some(TypeDeclaration::Derived(derived)) => {
            derived.variants.iter().enumerate().filter_map(|(index, (ident, ..))| Some((index, *places.get(ident)?))).collect()
        }
        _ => Vec::new(),
    }
}

fn put_in_box(declared: Option<&mut TypeDeclaration>, index: usize) {
    match declared {
        Some(TypeDeclaration::Structure(structure)) => {
            if let Some(field) = structure.fields.get_mut(index) {
                field.boxed = true;
            }
        }
        Some(TypeDeclaration::Derived(derived)) => {
            if let Some((_, _, boxed)) = derived.variants.get_mut(index) {
                *boxed = true;
            }
        }
        _ => {}
    }
}
