//! `#[derive(GraphDerived)]`: an enum of the types that derive from one base, told apart by their tags.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Type, Variant};

use crate::attr::{Attributes, Place, Text};
use crate::ctxt::Ctxt;
use crate::entity::check_type_name;
use crate::runtime::{Runtime, quiet, serde_impls};
use crate::types::argument_of;

struct Derived<'a> {
    core: Runtime,
    name: &'a Ident,
    base: Option<Text>,
    variants: Vec<(&'a Ident, &'a Type)>,
    other: Option<&'a Ident>,
}

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut ctxt = Ctxt::default();
    let derived = Derived::new(&input, &mut ctxt);
    let failed = ctxt.has_errors();
    let errors = ctxt.into_compile_errors();
    let expansion = derived.expand(failed);
    emit!(#errors #expansion)
}

impl<'a> Derived<'a> {
    fn new(input: &'a DeriveInput, ctxt: &mut Ctxt) -> Self {
        let attributes = Attributes::collect(&input.attrs, Place::DerivedEnum, ctxt);
        let base = attributes.texts("base").into_iter().next();
        match &base {
            Some(base) => check_type_name(base, ctxt),
            None if attributes.span("base").is_none() => {
                ctxt.error(
                    input.ident.span(),
                    format!(
                        "`{}` needs the type that its variants derive from: `#[graph(base = \"microsoft.graph.…\")]`",
                        input.ident
                    ),
                );
            }
            None => {}
        }
        let mut derived = Self { core: Runtime::new(&attributes), name: &input.ident, base, variants: Vec::new(), other: None };
        match &input.data {
            Data::Enum(data) => data.variants.iter().for_each(|variant| derived.add(variant, ctxt)),
            Data::Struct(data) => {
                ctxt.error(
                    data.struct_token.span,
                    "`#[derive(GraphDerived)]` is for enums: a struct derives `GraphEntity` or `GraphComplex`",
                );
                return derived;
            }
            Data::Union(data) => {
                ctxt.error(data.union_token.span, "`#[derive(GraphDerived)]` is for enums");
                return derived;
            }
        }
        if let Some(generics) = input.generics.params.first() {
            ctxt.error(generics.span(), "`#[derive(GraphDerived)]` takes no generics");
        }
        if derived.other.is_none() {
            ctxt.error(
                input.ident.span(),
                format!("`{}` has no place for a type that it does not list: add `#[graph(other)] Other(Untyped)`", input.ident),
            );
        }
        derived
    }

    fn add(&mut self, variant: &'a Variant, ctxt: &mut Ctxt) {
        let attributes = Attributes::collect(&variant.attrs, Place::DerivedVariant, ctxt);
        let ty = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first().map(|field| &field.ty),
            _ => None,
        };
        let Some(ty) = ty else {
            let holds = if attributes.span("other").is_some() { "Untyped" } else { "TheDerivedType" };
            return ctxt.error(variant.ident.span(), format!("a variant holds one value: write `{}({holds})`", variant.ident));
        };
        if let Some(span) = attributes.span("other") {
            match self.other {
                Some(first) => {
                    ctxt.error(span, format!("`{first}` is `#[graph(other)]` already: one variant holds all other types"))
                }
                None => self.other = Some(&variant.ident),
            }
            return;
        }
        let tokens = |ty: &Type| ty.to_token_stream().to_string();
        if let Some((first, _)) = self.variants.iter().find(|(_, known)| tokens(known) == tokens(ty)) {
            ctxt.error(ty.span(), format!("`{first}` holds this type already: two variants cannot have one tag"));
        }
        self.variants.push((&variant.ident, ty));
    }

    fn expand(&self, failed: bool) -> TokenStream {
        let Self { core, name, variants, .. } = self;
        let base = self.base.as_ref().map_or("", |base| base.value.as_str());
        let types: Vec<_> = variants.iter().map(|(_, ty)| ty).filter(|_| !failed).collect();
        let (blank, view, read) = if failed {
            (emit!(::core::unreachable!()), emit!(::core::unreachable!()), emit!(::core::unreachable!()))
        } else {
            self.bodies()
        };
        let checks = (!failed).then(|| self.checks(base));
        let serde = serde_impls(
            core,
            name,
            &emit!(#core::__private::serialize(self, serializer)),
            &emit!(#core::__private::deserialize(deserializer)),
        );
        quiet(&emit! {
            #[diagnostic::do_not_recommend]
            impl #core::PropertyValue for #name {
                type Codec = Self;
            }
            impl #core::__private::Codec<Self> for #name {
                const TYPE: #core::PropertyType = #core::PropertyType::structured(|| {
                    const { &#core::StructuredType::new(#base, &[]).derived(&[#(<#types as #core::PropertyValue>::TYPE),*]).open() }
                });
                fn blank() -> Self {
                    #blank
                }
                fn view(value: &Self) -> #core::View<'_> {
                    #view
                }
                fn read(json: #core::Json, extent: #core::Extent) -> ::core::result::Result<Self, #core::ReadError> {
                    #read
                }
            }
            #checks
            #serde
        })
    }

    fn bodies(&self) -> (TokenStream, TokenStream, TokenStream) {
        let Self { core, variants, other, .. } = self;
        let (idents, types): (Vec<_>, Vec<_>) = variants.iter().copied().unzip();
        let places = 0..idents.len();
        let blank = emit!(Self::#other(#core::PropertyValue::blank()));
        let view = emit! {
            match value {
                #(Self::#idents(value) => #core::PropertyValue::view(value),)*
                Self::#other(value) => #core::PropertyValue::view(value),
            }
        };
        let read = emit! {
            match #core::__private::tag_position(&json, &[#(<#types as #core::PropertyValue>::TYPE),*]) {
                #(::core::option::Option::Some(#places) => #core::PropertyValue::read(json, extent).map(Self::#idents),)*
                _ => #core::PropertyValue::read(json, extent).map(Self::#other),
            }
        };
        (blank, view, read)
    }

    /// Whether each variant's type has the base, and a tag of its own: only the compiler knows both.
    fn checks(&self, base: &str) -> TokenStream {
        let core = &self.core;
        let structs: Vec<_> = self.variants.iter().map(|(_, ty)| argument_of(ty, "Box").unwrap_or(ty)).collect();
        let name = self.name;
        let checks = structs.iter().enumerate().map(|(index, ty)| {
            let shown = ty.to_token_stream().to_string().replace(' ', "");
            let stranger =
                format!("`{shown}` does not derive from `{base}`: if it does, declare it with `#[graph(base = \"{base}\")]`");
            let twin = format!("`{shown}` has the `odata_type` of an earlier variant: two variants cannot have one tag");
            quote_spanned! {ty.span()=>
                const _: () = {
                    if !#core::__private::derives(<#name as #core::__private::Variants>::ALL, #index, #base) {
                        ::core::panic!(#stranger);
                    }
                    if !#core::__private::has_own_tag(<#name as #core::__private::Variants>::ALL, #index) {
                        ::core::panic!(#twin);
                    }
                };
            }
        });
        emit! {
            #(
                impl #core::Assign<#name> for <#structs as #core::Structured>::Patch {
                    fn assigned(self) -> #core::__private::Assigned<#name> {
                        #core::__private::inside_derived::<#structs, _>(&self)
                    }
                }
            )*
            impl #core::__private::Variants for #name {
                const ALL: &'static [&'static #core::StructuredType] = &[#(<#structs as #core::Structured>::DECLARATION),*];
            }
            #(#checks)*
        }
    }
}
