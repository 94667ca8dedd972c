//! The model of an enum with `#[derive(GraphDerived)]`: the OData base type of the variants' types, and the role of each variant.

use proc_macro2::{Ident, Span};
use syn::{Data, Fields, Type, Variant};

use super::parse::Parsed;
use crate::attr::reader::KeyState;
use crate::attr::typed::VariantAttributes;
use crate::attr::value::Text;
use crate::container::Container;
use crate::crate_path::CratePath;
use crate::property_type::shape::last_ident;
use crate::variants::{self, Variants};

/// An enum with `#[derive(GraphDerived)]`, as the user declared it.
pub(super) struct Derived<'a> {
    pub(super) core: CratePath,
    pub(super) container: Container<'a>,
    pub(super) data: &'a Data,
    /// The values of the key `base`, such as `microsoft.graph.setting`. If there are several, the check reports them.
    pub(super) bases: Vec<Text>,
    /// Whether the key `base` was given.
    pub(super) base_state: KeyState,
    pub(super) variants: Variants<'a, Role<'a>>,
}

/// The role of a variant of an enum with `#[derive(GraphDerived)]`.
#[derive(Clone, Copy)]
pub(super) enum Role<'a> {
    /// The variant holds one value of a type that can be a subtype of the enum's base type.
    Type(&'a Type),
    /// The variant keeps values of the subtypes that no other variant lists. Contains the span of the key `other` and, if the variant has
    /// one value, the type of this value.
    Other(Span, Option<&'a Type>),
    /// The variant of the user's enum holds `Untyped` but lacks `#[graph(other)]`.
    UnmarkedOther(&'a Type),
    /// The variant holds one value of a type that cannot be a subtype of the enum's base type, such as `String`.
    NotDerived(&'a Type),
    /// The variant holds no value or several values, which the check reports.
    NotOneValue,
    /// The role is not certain: a misspelt key in the variant's attributes may be meant as `other`.
    Unknown,
}

/// Names of Rust types that a variant cannot hold as a subtype of the enum's base type.
const NOT_DERIVED: &[&str] = &["Option", "Vec", "Flags", "String", "Result"];

impl<'a> Derived<'a> {
    pub(super) fn new(parsed: &Parsed<'a>) -> Self {
        let (input, attributes) = (parsed.input, &parsed.attributes);
        let mut variants = Variants::new(attributes.other_is_misplaced);
        for (variant, keys) in &parsed.variants {
            variants.push(variant, Role::new(variant, keys), keys.unreadable);
        }
        Self {
            core: CratePath::new(attributes.crate_path.value()),
            container: Container::new(&input.ident, &input.generics),
            data: &input.data,
            bases: attributes.base.value_or_default(),
            base_state: attributes.base.state(attributes.unreadable),
            variants,
        }
    }

    /// Returns the qualified name of the enum's base type, such as `microsoft.graph.setting`, or an empty string if the key `base` is
    /// missing.
    pub(super) fn base(&self) -> &str {
        self.bases.first().map_or("", |base| &base.value)
    }

    /// Returns the names of the variants that hold subtypes of the base type, each with the type that the variant holds.
    pub(super) fn types(&self) -> impl Iterator<Item = (&'a Ident, &'a Type)> {
        self.variants.iter().filter_map(|variant| match variant.role {
            Role::Type(ty) => Some((&variant.variant.ident, ty)),
            _ => None,
        })
    }
}

impl variants::Role for Role<'_> {
    fn is_other(&self) -> bool {
        matches!(self, Self::Other(..))
    }

    fn is_certain(&self, unreadable: bool) -> bool {
        match self {
            Self::Type(_) => !unreadable,
            Self::Other(..) | Self::NotDerived(_) | Self::NotOneValue => true,
            Self::UnmarkedOther(_) | Self::Unknown => false,
        }
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
