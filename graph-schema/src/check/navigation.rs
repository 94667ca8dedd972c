//! Fields that stand for navigation properties.

use super::{Field, FieldType, Mistake, Presence, Structured, local, may_be_called};
use crate::model::{Navigation, Primitive, Schema};
use crate::syntax::case::{is_pascal_case_of, pascal_case};

/// A navigation property and the schema that has it.
pub(super) type Found<'v> = (&'v Schema, &'v Navigation);

impl<'v> Structured<'v> {
    /// The navigation property of that name in each version that has one.
    pub(super) fn navigation(&self, name: &str) -> Vec<Found<'v>> {
        let schemas = self.versions.iter().map(|version| version.schema);
        schemas.filter_map(|schema| Some((schema, schema.navigation_property(self.name, name)?))).collect()
    }

    /// What is wrong with a field for a navigation property, if anything.
    pub(super) fn navigation_mistake(&self, (schema, first): Found<'_>, all: &[Found<'_>], field: &Field<'_>) -> Option<Mistake> {
        let (property, rust) = (field.property.to_owned(), rust_type(self.name, first));
        if field.key {
            return Some(Mistake::NotTheKey { property, key: schema.key(self.name).to_vec() });
        }
        if !all.iter().any(|(schema, navigation)| fits(schema, navigation, field)) {
            return Some(Mistake::WrongType { property, schema_type: described(schema, first), rust });
        }
        (field.presence == Presence::Required).then_some(Mistake::OnlyExpanded { property, rust })
    }
}

/// Whether the field holds values of the target's type, or of one that derives from it or that it derives from.
fn fits(schema: &Schema, navigation: &Navigation, field: &Field<'_>) -> bool {
    let target = &navigation.target;
    let related = |name: &str| schema.is_or_derives_from(name, target) || schema.is_or_derives_from(target, name);
    match field.ty {
        FieldType::Primitive(Primitive::Untyped) => true,
        FieldType::Named(rust) => {
            let called = || schema.types().any(|(name, _)| is_pascal_case_of(rust, local(name)) && related(name));
            navigation.collection == field.collection && (may_be_called(schema, target, rust) || called())
        }
        FieldType::Primitive(_) | FieldType::Flags(_) => false,
    }
}

/// The type behind a navigation property, for a message.
fn described(schema: &Schema, navigation: &Navigation) -> String {
    let ty = format!("the entity type `{}`", schema.short(&navigation.target));
    if navigation.collection { format!("a collection of {ty}") } else { ty }
}

/// The Rust type that a declaration of the type `of` should give a navigation property.
fn rust_type(of: &str, navigation: &Navigation) -> String {
    let target = pascal_case(local(&navigation.target));
    match navigation.collection {
        true => format!("Option<Vec<{target}>>"),
        false if navigation.target == of => format!("Option<Box<{target}>>"),
        false => format!("Option<{target}>"),
    }
}
