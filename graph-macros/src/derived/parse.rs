//! Reads the `#[graph(...)]` attributes of an enum with `#[derive(GraphDerived)]` and of its variants.

use syn::DeriveInput;

use crate::attr::spec::Target;
use crate::attr::typed::{DerivedAttributes, VariantAttributes};
use crate::errors::Errors;
use crate::variants::ParsedEnum;

pub(super) type Parsed<'a> = ParsedEnum<'a, DerivedAttributes, VariantAttributes>;

pub(super) fn read<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Parsed<'a> {
    ParsedEnum::read(input, Target::DerivedEnum, Target::DerivedVariant, errors)
}
