//! The model of an enumeration: its members by their wire names, and the variant for all others.

use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;
use syn::{Data, Fields, Variant};

use super::parse::Parsed;
use crate::attr::typed::MemberAttributes;
use crate::attr::value::Text;
use crate::container::Container;
use crate::crate_path::CratePath;
use crate::schema::files::SchemaFiles;
use graph_schema::syntax::case::lower_first;

/// A declared enumeration.
pub(super) struct Enumeration<'a> {
    pub(super) core: CratePath,
    pub(super) container: Container<'a>,
    pub(super) data: &'a Data,
    pub(super) is_flags: bool,
    /// The qualified name in the schema, if the key gives one.
    #[cfg_attr(not(feature = "schema"), allow(dead_code))]
    pub(super) odata_type: Option<Text>,
    /// The span of the key `odata_type`.
    pub(super) odata_type_key: Option<Span>,
    pub(super) schemas: SchemaFiles,
    pub(super) variants: Vec<DeclaredVariant<'a>>,
    /// The roles of all variants are certain.
    pub(super) is_complete: bool,
}

/// A variant and its role.
pub(super) struct DeclaredVariant<'a> {
    pub(super) variant: &'a Variant,
    pub(super) role: Role,
}

/// The role of a variant.
pub(super) enum Role {
    /// A member by its wire name.
    Member(Text),
    /// Keeps the members that are not listed; marked at this span.
    Other(Span),
    /// It has a payload but no mark. The mark may have been forgotten.
    Payload,
    /// Its attributes have an error that hides the role or the wire name.
    Unknown,
}

impl<'a> Enumeration<'a> {
    pub(super) fn new(parsed: &Parsed<'a>) -> Self {
        let (input, attributes) = (parsed.input, &parsed.attributes);
        let variants = parsed.variants.iter().map(|(variant, attributes)| DeclaredVariant::new(variant, attributes));
        let variants: Vec<_> = variants.collect();
        let is_certain = |(declared, (_, attributes)): (&DeclaredVariant<'_>, &(_, MemberAttributes))| match declared.role {
            Role::Member(_) => !attributes.unreadable,
            Role::Other(_) => true,
            Role::Payload | Role::Unknown => false,
        };
        Self {
            core: CratePath::new(attributes.crate_path.value()),
            container: Container::new(&input.ident, &input.generics),
            data: &input.data,
            is_flags: !attributes.flags.is_absent(),
            odata_type: attributes.odata_type.value().cloned(),
            odata_type_key: attributes.odata_type.span(),
            schemas: SchemaFiles::new(&attributes.schema, Vec::new),
            is_complete: !attributes.other_is_misplaced && variants.iter().zip(&parsed.variants).all(is_certain),
            variants,
        }
    }

    /// Returns the members and their wire names.
    pub(super) fn members(&self) -> impl Iterator<Item = (&'a Ident, &Text)> {
        self.variants.iter().filter_map(|variant| match &variant.role {
            Role::Member(name) => Some((&variant.variant.ident, name)),
            _ => None,
        })
    }

    /// Returns the first variant that keeps unlisted members.
    pub(super) fn other(&self) -> Option<&'a Ident> {
        let mut variants = self.variants.iter();
        variants.find(|variant| matches!(variant.role, Role::Other(_))).map(|variant| &variant.variant.ident)
    }
}

impl<'a> DeclaredVariant<'a> {
    fn new(variant: &'a Variant, attributes: &MemberAttributes) -> Self {
        let (ident, is_unit) = (&variant.ident, matches!(variant.fields, Fields::Unit));
        let derived = || Text { value: lower_first(&ident.unraw().to_string()), span: ident.span() };
        let role = if let Some(span) = attributes.other.span() {
            Role::Other(span)
        } else if attributes.other.is_guessed() || (!is_unit && attributes.unreadable) {
            Role::Unknown
        } else if !is_unit {
            Role::Payload
        } else if let Some(rename) = attributes.rename.value() {
            Role::Member(rename.clone())
        } else if attributes.rename.is_absent() && !attributes.unreadable {
            Role::Member(derived())
        } else {
            Role::Unknown
        };
        Self { variant, role }
    }
}
