//! Reads the typed attributes of an enum and its variants.

use syn::{Data, DeriveInput, Variant};

use crate::attr::spec::Target;
use crate::attr::typed::{DerivedAttributes, VariantAttributes};
use crate::errors::Errors;

/// An item whose attributes are read.
pub(super) struct Parsed<'a> {
    pub(super) input: &'a DeriveInput,
    pub(super) attributes: DerivedAttributes,
    /// The variants; none for a struct.
    pub(super) variants: Vec<(&'a Variant, VariantAttributes)>,
}

impl<'a> Parsed<'a> {
    pub(super) fn read(input: &'a DeriveInput, errors: &mut Errors) -> Self {
        // The attributes of a struct may belong to another derive.
        let mut unreported = Errors::default();
        let (reported, variants) = match &input.data {
            Data::Enum(data) => (&mut *errors, Some(&data.variants)),
            _ => (&mut unreported, None),
        };
        let attributes = DerivedAttributes::read(&input.attrs, Target::DerivedEnum, reported);
        let variants = variants.into_iter().flatten();
        let variants = variants.map(|variant| (variant, VariantAttributes::read(&variant.attrs, Target::DerivedVariant, errors)));
        Self { input, attributes, variants: variants.collect() }
    }
}
