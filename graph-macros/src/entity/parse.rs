//! Parses a struct and its typed attributes.

use proc_macro2::TokenStream;
use syn::{Data, DataStruct, DeriveInput, Field, Fields};

use super::kind::Kind;
use super::recovery::without_half_typed;
use crate::attr::typed::{Attributes, FieldAttributes, StructAttributes};
use crate::errors::Errors;
use crate::property_type::shape::without_self;

/// The item below a derive.
pub(super) struct Item {
    pub(super) input: DeriveInput,
    /// Some fields could not be parsed and are left out.
    pub(super) half_typed: bool,
}

impl Item {
    /// Parses the item; returns an error only if not even its head can be parsed.
    pub(super) fn parse(tokens: TokenStream, errors: &mut Errors) -> syn::Result<Self> {
        let (mut input, half_typed): (DeriveInput, _) = match syn::parse2(tokens.clone()) {
            Ok(input) => (input, false),
            Err(error) => {
                let Some((input, field_error)) = without_half_typed(tokens) else { return Err(error) };
                field_error.into_iter().for_each(|error| errors.report(error.span(), error.to_string()));
                (input, true)
            }
        };
        if let Data::Struct(data) = &mut input.data {
            for field in &mut data.fields {
                if let Some(ty) = without_self(&field.ty, &input.ident) {
                    field.ty = ty;
                }
            }
        }
        Ok(Self { input, half_typed })
    }
}

/// An item whose attributes are read.
pub(super) struct Parsed<'a> {
    pub(super) item: &'a Item,
    pub(super) attributes: StructAttributes,
    /// The named fields; none for an item of another shape.
    pub(super) fields: Vec<(&'a Field, FieldAttributes)>,
}

impl<'a> Parsed<'a> {
    pub(super) fn read(item: &'a Item, kind: Kind, errors: &mut Errors) -> Self {
        // The attributes of an enum may belong to another derive.
        let mut unreported = Errors::default();
        let is_struct = matches!(item.input.data, Data::Struct(_));
        let reported = if is_struct { &mut *errors } else { &mut unreported };
        let attributes = StructAttributes::read(&item.input.attrs, kind.target(), reported);
        let mut fields = Vec::new();
        if let Data::Struct(DataStruct { fields: Fields::Named(named), .. }) = &item.input.data {
            for field in &named.named {
                fields.push((field, FieldAttributes::read(&field.attrs, kind.property_target(), errors)));
            }
        }
        Self { item, attributes, fields }
    }
}
