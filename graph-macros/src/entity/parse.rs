//! Parses an entity or complex type and its `#[graph(...)]` attributes.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use syn::{Data, DataStruct, DeriveInput, Field, Fields};

use super::kind::Kind;
use super::recovery::without_half_typed;
use crate::attr::typed::{Attributes, FieldAttributes, StructAttributes};
use crate::errors::Errors;
use crate::property_type::shape::without_self;

/// The item that `#[derive(GraphEntity)]` or `#[derive(GraphComplex)]` is written on.
pub(super) struct Item {
    pub(super) input: DeriveInput,
    /// Whether some fields are left out of `input`, because they could not be parsed or have the name of another field.
    pub(super) half_typed: bool,
}

impl Item {
    /// Parses the item and drops the fields that cannot be parsed. Returns an error if the rest of the item cannot be parsed.
    pub(super) fn parse(tokens: TokenStream, errors: &mut Errors) -> syn::Result<Self> {
        let (mut input, mut half_typed): (DeriveInput, _) = match syn::parse2(tokens.clone()) {
            Ok(input) => (input, false),
            Err(error) => {
                let Some((input, field_error)) = without_half_typed(tokens) else { return Err(error) };
                field_error.into_iter().for_each(|error| errors.report(error.span(), error.to_string()));
                (input, true)
            }
        };
        if let Data::Struct(data) = &mut input.data {
            half_typed |= drop_repeated(&mut data.fields);
            for field in &mut data.fields {
                if let Some(ty) = without_self(&field.ty, &input.ident) {
                    field.ty = ty;
                }
            }
        }
        Ok(Self { input, half_typed })
    }
}

/// Drops each field that has the name of an earlier field, because rustc reports it. Returns whether there are any.
fn drop_repeated(fields: &mut Fields) -> bool {
    let Fields::Named(fields) = fields else { return false };
    let (mut names, count) = (HashSet::new(), fields.named.len());
    let all = std::mem::take(&mut fields.named).into_iter();
    fields.named = all.filter(|field| names.insert(field.ident.clone())).collect();
    fields.named.len() < count
}

/// An item and its `#[graph(...)]` attributes, read into typed structs.
pub(super) struct Parsed<'a> {
    pub(super) item: &'a Item,
    pub(super) attributes: StructAttributes,
    /// The named fields, each with its attributes. Empty if the item is not a struct with named fields.
    pub(super) fields: Vec<(&'a Field, FieldAttributes)>,
}

impl<'a> Parsed<'a> {
    pub(super) fn read(item: &'a Item, kind: Kind, errors: &mut Errors) -> Self {
        // If the item is not a struct, its attributes may belong to another derive, so their errors are dropped.
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
