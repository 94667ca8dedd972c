//! `#[derive(GraphEnum)]`: open enumerations.

use proc_macro2::{Ident, Span, TokenStream};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Variant};

use crate::attr::{Attributes, Place, Text};
use crate::ctxt::Ctxt;
use crate::names::lower_first;
use crate::runtime::{Runtime, quiet, serde_impls};
use crate::schema::Schemas;

struct Enumeration<'a> {
    core: Runtime,
    name: &'a Ident,
    flags: bool,
    /// Its name in the schema, where that is not its name here.
    #[cfg_attr(not(feature = "schema"), allow(dead_code))]
    odata_type: Option<Text>,
    schemas: Schemas,
    members: Vec<(&'a Ident, Text)>,
    other: Option<&'a Ident>,
}

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut ctxt = Ctxt::default();
    let enumeration = Enumeration::new(&input, &mut ctxt);
    let held = enumeration.schemas.read(&enumeration.core, &mut ctxt);
    #[cfg(feature = "schema")]
    crate::schema::check_enumeration(
        &held,
        enumeration.name,
        enumeration.odata_type.as_ref(),
        &enumeration.members,
        enumeration.flags,
        &mut ctxt,
    );
    let failed = ctxt.has_errors();
    let errors = ctxt.into_compile_errors();
    let expansion = enumeration.expand(failed);
    emit!(#errors #expansion #held)
}

impl<'a> Enumeration<'a> {
    fn new(input: &'a DeriveInput, ctxt: &mut Ctxt) -> Self {
        let attributes = Attributes::collect(&input.attrs, Place::Enum, ctxt);
        let mut enumeration = Self {
            core: Runtime::new(&attributes),
            name: &input.ident,
            flags: attributes.span("flags").is_some(),
            odata_type: attributes.text("odata_type"),
            schemas: Schemas::of(&attributes, Vec::new),
            members: Vec::new(),
            other: None,
        };
        match &input.data {
            Data::Enum(data) => data.variants.iter().for_each(|variant| enumeration.add(variant, ctxt)),
            Data::Struct(data) => {
                ctxt.error(
                    data.struct_token.span,
                    "`#[derive(GraphEnum)]` is for enums: a struct derives `GraphEntity` or `GraphComplex`",
                );
                return enumeration;
            }
            Data::Union(data) => {
                ctxt.error(data.union_token.span, "`#[derive(GraphEnum)]` is for enums");
                return enumeration;
            }
        }
        if let (Some(span), true) = (attributes.span("odata_type"), enumeration.schemas.is_empty()) {
            ctxt.error(span, "`odata_type` is what `schema` calls the enumeration: without that key it has no meaning");
        }
        if let Some(generics) = input.generics.params.first() {
            ctxt.error(generics.span(), "`#[derive(GraphEnum)]` takes no generics");
        }
        if enumeration.other.is_none() {
            ctxt.error(
                input.ident.span(),
                format!(
                    "`{}` has no place for a member that the service adds later: add `#[graph(other)] Other(String)`",
                    input.ident
                ),
            );
        }
        enumeration
    }

    fn add(&mut self, variant: &'a Variant, ctxt: &mut Ctxt) {
        let attributes = Attributes::collect(&variant.attrs, Place::Member, ctxt);
        if let Some(span) = attributes.span("other") {
            return self.add_other(variant, span, &attributes, ctxt);
        }
        if !matches!(variant.fields, Fields::Unit) {
            let hint = if is_string(&variant.fields) {
                "if it holds the members that are not listed, mark it `#[graph(other)]`"
            } else {
                "write the name alone"
            };
            return ctxt.error(variant.fields.span(), format!("a member holds nothing: {hint}"));
        }
        if let Some((_, value)) = &variant.discriminant {
            ctxt.error(value.span(), "members go by name on the wire: leave the number out");
        }
        let derived = lower_first(&variant.ident.unraw().to_string());
        let name = attributes.text("rename").unwrap_or(Text { value: derived.clone(), span: variant.ident.span() });
        if attributes.text("rename").is_some_and(|rename| rename.value == derived) {
            ctxt.error(name.span, format!("`{}` is `{derived}` on the wire by itself: leave the `rename` out", variant.ident));
        } else if name.value.is_empty() || name.value.contains(|char: char| char == ',' || char.is_whitespace()) {
            ctxt.error(name.span, "a member's name is one word without commas");
        }
        if let Some((first, _)) = self.members.iter().find(|(_, known)| known.value == name.value) {
            ctxt.error(
                name.span,
                format!("`{first}` and `{}` are both `{}` on the wire: rename one of them", variant.ident, name.value),
            );
        }
        self.members.push((&variant.ident, name));
    }

    fn add_other(&mut self, variant: &'a Variant, span: Span, attributes: &Attributes, ctxt: &mut Ctxt) {
        if let Some(first) = self.other {
            return ctxt.error(span, format!("`{first}` is `#[graph(other)]` already: one variant holds all other members"));
        }
        if let Some(rename) = attributes.span("rename") {
            ctxt.error(rename, "`other` holds members by their own names: `rename` has no meaning here");
        }
        if !is_string(&variant.fields) {
            let at = if matches!(variant.fields, Fields::Unit) { variant.ident.span() } else { variant.fields.span() };
            ctxt.error(at, format!("`#[graph(other)]` keeps the member's text: write `{}(String)`", variant.ident));
        }
        self.other = Some(&variant.ident);
    }

    fn expand(&self, failed: bool) -> TokenStream {
        let Self { core, name, flags, .. } = self;
        let texts: Vec<_> = self.members.iter().map(|(_, text)| &text.value).collect();
        let (from_name, to_name) =
            if failed { (emit!(::core::unreachable!()), emit!(::core::unreachable!())) } else { self.bodies() };
        let kind = if *flags { emit!(impl #core::FlagsEnum for #name {}) } else { self.property_value() };
        let serde = serde_impls(
            core,
            name,
            &emit!(serializer.serialize_str(#core::GraphEnum::name(self))),
            &emit!(#core::__private::deserialize_enum(deserializer)),
        );
        quiet(&emit! {
            impl #core::GraphEnum for #name {
                const DECLARATION: &'static #core::EnumType = &#core::EnumType { members: &[#(#texts),*], flags: #flags };
                fn from_name(name: &::core::primitive::str) -> Self {
                    #from_name
                }
                fn name(&self) -> &::core::primitive::str {
                    #to_name
                }
            }
            #kind
            #serde
        })
    }

    fn bodies(&self) -> (TokenStream, TokenStream) {
        let idents: Vec<_> = self.members.iter().map(|(ident, _)| ident).collect();
        let texts: Vec<_> = self.members.iter().map(|(_, text)| &text.value).collect();
        let other = self.other;
        let from_name = emit! {
            match name {
                #(#texts => Self::#idents,)*
                name => Self::#other(::core::convert::From::from(name)),
            }
        };
        let to_name = emit! {
            match self {
                #(Self::#idents => #texts,)*
                Self::#other(name) => name,
            }
        };
        (from_name, to_name)
    }

    fn property_value(&self) -> TokenStream {
        let Self { core, name, .. } = self;
        emit! {
            #[diagnostic::do_not_recommend]
            impl #core::PropertyValue for #name {
                type Codec = #core::__private::Enumeration;
            }
        }
    }
}

fn is_string(fields: &Fields) -> bool {
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first().is_some_and(|field| match &field.ty {
            syn::Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "String"),
            _ => false,
        }),
        _ => false,
    }
}
