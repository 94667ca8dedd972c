//! `#[derive(GraphEntity)]` and `#[derive(GraphComplex)]`.

mod expand;
mod fallback;
mod model;
mod patch;
#[cfg(feature = "schema")]
mod schema;

use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::ctxt::Ctxt;
use crate::runtime::quiet;
use model::Declaration;
pub(crate) use model::check_type_name;

/// Which of the two structured types is declared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Entity,
    Complex,
}

impl Kind {
    pub(crate) fn derive_name(self) -> &'static str {
        match self {
            Self::Entity => "GraphEntity",
            Self::Complex => "GraphComplex",
        }
    }
}

pub(crate) fn derive(input: TokenStream, kind: Kind) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut ctxt = Ctxt::default();
    let declaration = Declaration::new(&input, kind, &mut ctxt);
    let held = declaration.schemas.read(&declaration.core, &mut ctxt);
    #[cfg(feature = "schema")]
    schema::check(&declaration, &held, &mut ctxt);
    let impls = if ctxt.has_errors() {
        fallback::impls(&declaration)
    } else {
        let (structure, patch) = (expand::structure(&declaration), patch::impls(&declaration));
        emit!(#structure #patch)
    };
    let (errors, patch, impls) = (ctxt.into_compile_errors(), patch::definition(&declaration), quiet(&impls));
    emit!(#errors #patch #impls #held)
}
