//! `#[derive(GraphEntity)]` and `#[derive(GraphComplex)]`.

mod check;
mod expand;
mod half_typed;
mod model;
mod patch;
#[cfg(feature = "schema")]
mod schema;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::attr::Place;
use crate::ctxt::Ctxt;
use crate::runtime::quiet;
use crate::schema::tracking;
use crate::types::without_self;
pub(crate) use check::type_name;
use model::Declaration;

/// Which of the two structured types is declared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Entity,
    Complex,
}

impl Kind {
    fn derive_name(self) -> &'static str {
        match self {
            Self::Entity => "GraphEntity",
            Self::Complex => "GraphComplex",
        }
    }

    fn place(self) -> Place {
        match self {
            Self::Entity => Place::Entity,
            Self::Complex => Place::Complex,
        }
    }

    fn place_of_properties(self) -> Place {
        match self {
            Self::Entity => Place::EntityProperty,
            Self::Complex => Place::ComplexProperty,
        }
    }
}

/// A declaration with mistakes expands to all that one without them does, by the same names but with nothing inside: whatever the
/// program does with the type is then no error of its own.
pub(crate) fn derive(input: TokenStream, kind: Kind) -> TokenStream {
    let mut ctxt = Ctxt::default();
    let (mut input, half_typed): (DeriveInput, _) = match syn::parse2(input.clone()) {
        Ok(input) => (input, false),
        Err(error) => match half_typed::without_half_typed(input) {
            Some((input, error)) => {
                error.into_iter().for_each(|error| ctxt.error(error.span(), error.to_string()));
                (input, true)
            }
            None => return error.into_compile_error(),
        },
    };
    if let syn::Data::Struct(data) = &mut input.data {
        for field in &mut data.fields {
            if let Some(ty) = without_self(&field.ty, &input.ident) {
                field.ty = ty;
            }
        }
    }
    let mut declaration = Declaration::new(&input, kind, half_typed, &mut ctxt);
    let held = declaration.schemas.read(&mut ctxt);
    #[cfg(feature = "schema")]
    schema::check(&declaration, &held, &mut ctxt);
    declaration.failed = half_typed || ctxt.has_errors();
    let (structure, patch) = (expand::structure(&declaration), patch::impls(&declaration));
    let (errors, definition, impls) =
        (ctxt.into_compile_errors(), patch::definition(&declaration), quiet(&emit!(#structure #patch)));
    let tracking = tracking(&declaration.core, &[held]);
    emit!(#errors #definition #impls #tracking)
}
