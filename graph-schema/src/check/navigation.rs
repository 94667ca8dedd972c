//! Checks fields that declare navigation properties.

use super::{Field, FieldType, Mistake, Presence, Structured, local, may_be_called};
use crate::model::{Navigation, Primitive, Schema};
use crate::syntax::case::{is_pascal_case_of, pascal_case};

/// A navigation property, with the schema that declares it.
pub(super) type FoundNavigation<'v> = (&'v Schema, &'v Navigation);

impl<'v> Structured<'v> {
    /// Returns the type's navigation property with this name from each schema that has it.
    pub(super) fn navigation(&self, name: &str) -> Vec<FoundNavigation<'v>> {
        let schemas = self.versions.iter().map(|version| version.schema);
        schemas.filter_map(|schema| Some((schema, schema.navigation_property(self.name, name)?))).collect()
    }

    /// Checks a field that declares a navigation property. Returns the mistake in the field, if there is one. `all` holds the navigation
    /// property as it is in each schema that has it.
    pub(super) fn navigation_mistake(
        &self,
        (schema, first): FoundNavigation<'_>,
        all: &[FoundNavigation<'_>],
        field: &Field<'_>,
    ) -> Option<Mistake> {
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

/// Returns whether the field's type fits a navigation property: the target type, one of its subtypes, or one of its base types.
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

/// Describes the type of a navigation property, for a message: ``a collection of the entity type `user` ``.
fn described(schema: &Schema, navigation: &Navigation) -> String {
    let ty = format!("the entity type `{}`", schema.short(&navigation.target));
    if navigation.collection { format!("a collection of {ty}") } else { ty }
}

/// Returns the Rust type with which to declare a navigation property of the entity type `of`, such as `Option<Expanded<User>>`.
fn rust_type(of: &str, navigation: &Navigation) -> String {
    let target = pascal_case(local(&navigation.target));
    match navigation.collection {
        true => format!("Option<Expanded<{target}>>"),
        false if navigation.target == of => format!("Option<Box<{target}>>"),
        false => format!("Option<{target}>"),
    }
}
