//! `#[derive(GraphDerived)]`: an enum of the types that derive from one base, told apart by their tags.

use proc_macro2::{Ident, TokenStream};
use quote::quote_spanned;
use syn::{Data, DeriveInput, Fields, Type, Variant};

use crate::attr::{Attributes, Place, Text, refuse};
use crate::ctxt::{At, Ctxt};
use crate::entity::type_name;
use crate::runtime::{Runtime, Subject, quiet};
use crate::types::{argument_of, last_ident, shown};

struct Derived<'a> {
    core: Runtime,
    subject: Subject<'a>,
    base: String,
    variants: Vec<(&'a Ident, &'a Type)>,
    other: Option<&'a Ident>,
    failed: bool,
}

pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut ctxt = Ctxt::default();
    let expansion = Derived::new(&input, &mut ctxt).expand();
    let errors = ctxt.into_compile_errors();
    emit!(#errors #expansion)
}

impl<'a> Derived<'a> {
    fn new(input: &'a DeriveInput, ctxt: &mut Ctxt) -> Self {
        let name = &input.ident;
        let mut silent = Ctxt::default();
        let reported = if matches!(input.data, Data::Enum(_)) { &mut *ctxt } else { &mut silent };
        let attributes = Attributes::collect(&input.attrs, Place::DerivedEnum, reported);
        let mut derived = Self {
            core: Runtime::new(&attributes),
            subject: Subject::new(name, &input.generics),
            base: base(name, &attributes, reported),
            variants: Vec::new(),
            other: None,
            failed: false,
        };
        match &input.data {
            Data::Enum(data) => {
                let mut readable = !attributes.misplaced("other");
                for variant in &data.variants {
                    readable &= derived.add(variant, ctxt);
                }
                derived.subject.refuse_generics("GraphDerived", ctxt);
                if derived.other.is_none() && readable {
                    let message =
                        format!("`{name}` has no place for a type that it does not list: add `#[graph(other)] Other(Untyped)`");
                    ctxt.error(name.span(), message);
                }
            }
            Data::Struct(data) => {
                let message = format!(
                    "`#[derive(GraphDerived)]` is for enums: derive `GraphComplex` for `{name}`, or `GraphEntity` if it has a key"
                );
                ctxt.error(data.struct_token.span, message);
            }
            Data::Union(data) => {
                ctxt.error(data.union_token.span, "`#[derive(GraphDerived)]` is for enums, and OData has no unions")
            }
        }
        derived.failed = ctxt.has_errors();
        derived
    }

    /// Whether it is known what the variant is.
    fn add(&mut self, variant: &'a Variant, ctxt: &mut Ctxt) -> bool {
        let (ident, attributes) = (&variant.ident, Attributes::collect(&variant.attrs, Place::DerivedVariant, ctxt));
        for field in &variant.fields {
            refuse(&field.attrs, "write it above the variant", ctxt);
        }
        let other = attributes.span("other");
        if let (Some(span), Some(first)) = (other, self.other) {
            ctxt.error(span, format!("one variant keeps all other types, and `{first}` is it already"));
            return true;
        }
        if other.is_some() {
            self.other = Some(ident);
        } else if attributes.guessed("other") {
            return false;
        }
        let ty = match &variant.fields {
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first().map(|field| &field.ty),
            _ => None,
        };
        let Some(ty) = ty else {
            let at = if variant.fields.is_empty() { ident.span().into() } else { At::of(&variant.fields) };
            let holds = if other.is_some() { "Untyped" } else { "TheDerivedType" };
            ctxt.error(at, format!("a variant holds one value: write `{ident}({holds})`"));
            return true;
        };
        let name = last_ident(ty);
        if other.is_some() {
            if name.is_none_or(|name| name != "Untyped") {
                ctxt.error(At::of(ty), format!("`other` keeps a value of any type: write `{ident}(Untyped)`"));
            }
            return true;
        }
        if name.is_some_and(|name| name == "Untyped") {
            ctxt.error(At::of(ty), "`Untyped` has no tag to be told by: mark the variant `#[graph(other)]`");
            return false;
        }
        if name.is_none_or(|name| ["Option", "Vec", "Flags", "String", "Result"].iter().any(|no| name == no)) {
            ctxt.error(At::of(ty), format!("a variant holds one value of a derived type, and `{}` is none", shown(ty)));
            return true;
        }
        if let Some((first, _)) = self.variants.iter().find(|(_, known)| bare(known) == bare(ty)) {
            ctxt.error(At::of(ty), format!("`{first}` holds `{}` already: the tag could not tell them apart", bare(ty)));
        }
        self.variants.push((ident, ty));
        !attributes.unreadable()
    }

    fn expand(&self) -> TokenStream {
        let Self { core, subject, base, .. } = self;
        let (params, clause) = (subject.params(), subject.clause());
        let types: Vec<_> = self.variants.iter().map(|(_, ty)| ty).filter(|_| !subject.is_generic()).collect();
        let (blank, view, read) = if self.failed {
            (emit!(::core::unreachable!()), emit!(::core::unreachable!()), emit!(::core::unreachable!()))
        } else {
            self.bodies()
        };
        let checks = (!self.failed).then(|| self.checks());
        let serde = subject.serde_impls(
            core,
            subject.name,
            &emit!(#core::__private::serialize(self, __serializer)),
            &emit!(#core::__private::deserialize(__deserializer)),
        );
        quiet(&emit! {
            impl #params #core::model::PropertyValue for #subject #clause {
                type Codec = Self;
            }
            impl #params #core::model::Codec<Self> for #subject #clause {
                const TYPE: #core::model::PropertyType = #core::model::PropertyType::structured(|| {
                    const { &#core::model::StructuredType::any_of(#base, &[#(<#types as #core::model::PropertyValue>::TYPE),*]) }
                });
                fn blank() -> Self {
                    #blank
                }
                fn view(__value: &Self) -> #core::model::ValueRef<'_> {
                    #view
                }
                fn read(__json: #core::Json, __extent: #core::model::ReadMode) -> ::core::result::Result<Self, #core::model::ReadError> {
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
        let blank = emit!(Self::#other(#core::model::PropertyValue::blank()));
        let view = emit! {
            match __value {
                #(Self::#idents(__value) => <#types as #core::model::PropertyValue>::view(__value),)*
                Self::#other(__value) => #core::model::PropertyValue::view(__value),
            }
        };
        let read = emit! {
            match #core::__private::tag_position(&__json, &[#(<#types as #core::model::PropertyValue>::TYPE),*]) {
                #(::core::option::Option::Some(#places) => <#types as #core::model::PropertyValue>::read(__json, __extent).map(Self::#idents),)*
                _ => #core::model::PropertyValue::read(__json, __extent).map(Self::#other),
            }
        };
        (blank, view, read)
    }

    /// Whether each variant's type has the base, and a tag of its own: only the compiler knows both.
    fn checks(&self) -> TokenStream {
        let Self { core, subject, base, .. } = self;
        let types: Vec<_> = self.variants.iter().map(|(_, ty)| ty).collect();
        let structs: Vec<_> = types.iter().map(|ty| argument_of(ty, "Box").unwrap_or(ty)).collect();
        // Where the type was typed, for when it is no struct.
        let assigned = structs.iter().map(|ty| {
            let at = proc_macro2::Span::mixed_site().located_at(At::of(ty).start);
            let core_there = core.at(at);
            quote_spanned! {at=>
                impl #core_there::model::ToChange<#subject> for <#ty as #core_there::model::Structured>::Patch {
                    fn into_change(self) -> #core_there::model::PropertyChange<#subject> {
                        #core_there::__private::merge_derived::<#ty, _>(&self)
                    }
                }
            }
        });
        let checks = self.variants.iter().enumerate().map(|(index, (_, ty))| {
            let name = bare(ty);
            let stranger = format!(
                "`{name}` is no struct that derives from {base:?}: one that does is declared with `#[graph(base = {base:?})]`"
            );
            let twin = format!("`{name}` has the `odata_type` of an earlier variant: the tag could not tell them apart");
            let At { start, end } = At::of(ty);
            let core_there = core.at(start);
            let open = quote_spanned!(start=> #core_there::__private::check_derived);
            let arguments =
                quote_spanned!(end=> (<#subject as #core::__private::Variants>::ALL, #index, #base, #stranger, #twin));
            emit!(const _: () = #open #arguments;)
        });
        emit! {
            #(#assigned)*
            impl #core::__private::Variants for #subject {
                const ALL: &'static [#core::__private::Declared] = &[#(<#types as #core::model::PropertyValue>::DECLARED),*];
            }
            #(#checks)*
        }
    }
}

/// The one base that the variants have in common.
fn base(name: &Ident, attributes: &Attributes, ctxt: &mut Ctxt) -> String {
    let bases = attributes.texts("base");
    if attributes.lacks("base") {
        let message =
            format!("`{name}` needs the type that its variants derive from: write `#[graph(base = \"microsoft.graph.…\")]`");
        ctxt.error(name.span(), message);
    }
    if let Some(second) = bases.get(1) {
        ctxt.error(second.span, "the variants have one base in common: leave this one out");
    }
    let base: Option<Text> = bases.into_iter().next();
    if let Some(base) = &base {
        type_name(base, ctxt);
    }
    base.map(|base| base.value).unwrap_or_default()
}

/// The type without its box, as people write it.
fn bare(ty: &Type) -> String {
    shown(argument_of(ty, "Box").unwrap_or(ty))
}
