//! The model of an enum with `#[derive(GraphEnum)]`: its members with their names in JSON, and the variant that keeps all other members.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{Data, Fields, Variant};

use super::parse::Parsed;
use crate::attr::typed::MemberAttributes;
use crate::attr::value::Text;
use crate::container::Container;
use crate::crate_path::CratePath;
use crate::schema::files::SchemaFiles;
use crate::variants::{self, Variants};
use graph_schema::syntax::case::lower_first;

/// An enum with `#[derive(GraphEnum)]`, as the user declared it.
pub(super) struct Enumeration<'a> {
    pub(super) core: CratePath,
    pub(super) container: Container<'a>,
    pub(super) data: &'a Data,
    pub(super) is_flags: bool,
    /// The qualified name of the enumeration in the schema, such as `microsoft.graph.importance`, if the key `odata_type` gives one.
    #[cfg_attr(not(feature = "schema"), allow(dead_code))]
    pub(super) odata_type: Option<Text>,
    /// The span of the key `odata_type`, if it is given.
    pub(super) odata_type_key: Option<Span>,
    pub(super) schemas: SchemaFiles,
    pub(super) variants: Variants<'a, Role>,
}

/// The role of a variant of an enum with `#[derive(GraphEnum)]`.
pub(super) enum Role {
    /// The variant is a member of the enumeration. Contains the member's name in JSON.
    Member(Text),
    /// The variant keeps the names of members that no other variant lists. Holds the span of the key `other`.
    Other(Span),
    /// The variant holds a value but lacks `#[graph(other)]`, which the user may have forgotten.
    Payload,
    /// The role is not certain: an error in the variant's attributes hides the role or the name in JSON.
    Unknown,
}

impl<'a> Enumeration<'a> {
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
            is_flags: !attributes.flags.is_absent(),
            odata_type: attributes.odata_type.value().cloned(),
            odata_type_key: attributes.odata_type.span(),
            schemas: SchemaFiles::new(&attributes.schema, Vec::new),
            variants,
        }
    }

    /// Returns the names of the variants that are members, each with the member's name in JSON.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a Ident, &Text)> {
        self.variants.iter().filter_map(|variant| match &variant.role {
            Role::Member(name) => Some((&variant.variant.ident, name)),
            _ => None,
        })
    }
}

impl variants::Role for Role {
    fn is_other(&self) -> bool {
        matches!(self, Self::Other(_))
    }

    fn is_certain(&self, unreadable: bool) -> bool {
        match self {
            Self::Member(_) => !unreadable,
            Self::Other(_) => true,
            Self::Payload | Self::Unknown => false,
        }
    }
}

impl Role {
    fn new(variant: &Variant, attributes: &MemberAttributes) -> Self {
        let (ident, is_unit) = (&variant.ident, matches!(variant.fields, Fields::Unit));
        let derived = || Text { value: lower_first(&ident.unraw().to_string()), span: ident.span() };
        if let Some(span) = attributes.other.span() {
            Self::Other(span)
        } else if attributes.other.is_guessed() || (!is_unit && attributes.unreadable) {
            Self::Unknown
        } else if !is_unit {
            Self::Payload
        } else if let Some(rename) = attributes.rename.value() {
            Self::Member(rename.clone())
        } else if attributes.rename.is_absent() && !attributes.unreadable {
            Self::Member(derived())
        } else {
            Self::Unknown
        }
    }
}
