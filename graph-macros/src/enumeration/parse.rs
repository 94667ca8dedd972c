//! Reads the typed attributes of an enum and its variants.

use syn::{Data, DeriveInput, Variant};

use crate::attr::spec::Target;
use crate::attr::typed::{EnumAttributes, MemberAttributes};
use crate::errors::Errors;

/// An item whose attributes are read.
pub(super) struct Parsed<'a> {
    pub(super) input: &'a DeriveInput,
    pub(super) attributes: EnumAttributes,
    /// The variants; none for a struct.
    pub(super) variants: Vec<(&'a Variant, MemberAttributes)>,
}

impl<'a> Parsed<'a> {
    pub(super) fn read(input: &'a DeriveInput, errors: &mut Errors) -> Self {
        // The attributes of a struct may belong to another derive.
        let mut unreported = Errors::default();
        let (reported, variants) = match &input.data {
            Data::Enum(data) => (&mut *errors, Some(&data.variants)),
            _ => (&mut unreported, None),
        };
        let attributes = EnumAttributes::read(&input.attrs, Target::Enum, reported);
        let variants = variants.into_iter().flatten();
        let variants = variants.map(|variant| (variant, MemberAttributes::read(&variant.attrs, Target::Member, errors)));
        Self { input, attributes, variants: variants.collect() }
    }
}
