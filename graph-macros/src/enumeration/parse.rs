//! Reads the `#[graph(...)]` attributes of an enum with `#[derive(GraphEnum)]` and of its variants.

use syn::DeriveInput;

use crate::attr::spec::Target;
use crate::attr::typed::{EnumAttributes, MemberAttributes};
use crate::errors::Errors;
use crate::variants::ParsedEnum;

pub(super) type Parsed<'a> = ParsedEnum<'a, EnumAttributes, MemberAttributes>;

pub(super) fn read<'a>(input: &'a DeriveInput, errors: &mut Errors) -> Parsed<'a> {
    ParsedEnum::read(input, Target::Enum, Target::Member, errors)
}
