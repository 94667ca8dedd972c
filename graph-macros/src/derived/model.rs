//! The model of an enum of derived types: their base, and the role of each variant.

use proc_macro2::{Ident, Span};
use syn::{Data, Fields, Type, Variant};

use super::parse::Parsed;
use crate::attr::reader::KeyState;
use crate::attr::typed::VariantAttributes;
use crate::attr::value::Text;
use crate::container::Container;
use crate::crate_path::CratePath;
use crate::property_type::shape::last_ident;

/// A declared enum of derived types.
pub(super) struct Derived<'a> {
    pub(super) core: CratePath,
    pub(super) container: Container<'a>,
    pub(super) data: &'a Data,
    pub(super) bases: Vec<Text>,
    pub(super) base_state: KeyState,
    pub(super) variants: Vec<DeclaredVariant<'a>>,
    /// The roles of all variants are certain.
    pub(super) is_complete: bool,
}

/// A variant and its role.
pub(super) struct DeclaredVariant<'a> {
    pub(super) variant: &'a Variant,
    pub(super) role: Role<'a>,
}

/// The role of a variant.
#[derive(Clone, Copy)]
pub(super) enum Role<'a> {
    /// Holds a derived type.
    Type(&'a Type),
    /// Keeps the types that are not listed; marked at this span, with its type if it holds one value.
    Other(Span, Option<&'a Type>),
    /// Holds `Untyped` without a mark.
    UnmarkedOther(&'a Type),
    /// Holds one value of a type that cannot be derived.
    NotDerived(&'a Type),
    /// Holds no value, or several.
    NotOneValue,
    /// The mark may be misspelt.
    Unknown,
}

/// Names of types that cannot be derived types.
const NOT_DERIVED: &[&str] = &["Option", "Vec", "Flags", "String", "Result"];

impl<'a> Derived<'a> {
    pub(super) fn new(parsed: &Parsed<'a>) -> Self {
        let (input, attributes) = (parsed.input, &parsed.attributes);
        let variants = parsed.variants.iter();
        let variants: Vec<_> =
            variants.map(|(variant, keys)| DeclaredVariant { variant, role: Role::new(variant, keys) }).collect();
        let is_certain = |(declared, (_, keys)): (&DeclaredVariant<'_>, &(_, VariantAttributes))| match declared.role {
            Role::Type(_) => !keys.unreadable,
            Role::Other(..) | Role::NotDerived(_) | Role::NotOneValue => true,
            Role::UnmarkedOther(_) | Role::Unknown => false,
        };
        Self {
            core: CratePath::new(attributes.crate_path.value()),
            container: Container::new(&input.ident, &input.generics),
            data: &input.data,
            bases: attributes.base.value_or_default(),
            base_state: attributes.base.state(attributes.unreadable),
            is_complete: !attributes.other_is_misplaced && variants.iter().zip(&parsed.variants).all(is_certain),
            variants,
        }
    }

    /// Returns the base, or an empty text if it is missing.
    pub(super) fn base(&self) -> &str {
        self.bases.first().map_or("", |base| &base.value)
    }

    /// Returns the variants that hold derived types, with their types.
    pub(super) fn types(&self) -> impl Iterator<Item = (&'a Ident, &'a Type)> {
        self.variants.iter().filter_map(|variant| match variant.role {
            Role::Type(ty) => Some((&variant.variant.ident, ty)),
            _ => None,
        })
    }

    /// Returns the first variant that keeps the types that are not listed.
    pub(super) fn other(&self) -> Option<&'a Ident> {
        let mut variants = self.variants.iter();
        variants.find(|variant| matches!(variant.role, Role::Other(..))).map(|variant| &variant.variant.ident)
    }
}

impl<'a> Role<'a> {
    fn new(variant: &'a Variant, attributes: &VariantAttributes) -> Self {
        let ty = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first().map(|field| &field.ty),
            _ => None,
        };
        if let Some(span) = attributes.other.span() {
            return Self::Other(span, ty);
        }
        if attributes.other.is_guessed() {
            return Self::Unknown;
        }
        let Some(ty) = ty else { return Self::NotOneValue };
        match last_ident(ty) {
            Some(name) if name == "Untyped" => Self::UnmarkedOther(ty),
            Some(name) if !NOT_DERIVED.iter().any(|other| name == other) => Self::Type(ty),
            _ => Self::NotDerived(ty),
        }
    }
}
