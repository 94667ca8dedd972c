//! The expansion of `#[derive(GraphDerived)]`: a codec that selects the enum's variant by the tag `@odata.type` in JSON.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};

use super::model::Derived;
use crate::property_type::shape::{display, unboxed};
use crate::span_range::SpanRange;
use crate::tokens::without_lints;

/// Expands the enum. If there are errors, the impls still exist, with `unreachable!()` as bodies, so that uses of the enum cause no error.
pub(super) fn expand(derived: &Derived<'_>, has_errors: bool) -> TokenStream {
    let Derived { core, container, .. } = derived;
    let (base, params, clause) = (derived.base(), container.params(), container.where_clause());
    let types = derived.types().map(|(_, ty)| ty).filter(|_| !container.is_generic());
    let (blank, view, read) = if has_errors {
        (emit!(::core::unreachable!()), emit!(::core::unreachable!()), emit!(::core::unreachable!()))
    } else {
        bodies(derived)
    };
    let assertions = (!has_errors).then(|| assertions(derived));
    let serde = container.serde_impls(
        core,
        container.name,
        &emit!(#core::__private::serialize(self, __serializer)),
        &emit!(#core::__private::deserialize(__deserializer)),
    );
    without_lints(&emit! {
        impl #params #core::PropertyValue for #container #clause {
            type Codec = Self;
        }
        impl #params #core::model::Codec<Self> for #container #clause {
            const TYPE: #core::model::PropertyType = #core::model::PropertyType::structured(|| {
                const { &#core::model::StructuredType::any_of(#base, &[#(<#types as #core::PropertyValue>::TYPE),*]) }
            });
            fn blank() -> Self {
                #blank
            }
            fn view(__value: &Self) -> #core::ValueRef<'_> {
                #view
            }
            fn read(__json: #core::Json, __mode: #core::model::ReadMode) -> ::core::result::Result<Self, #core::model::ReadError> {
                #read
            }
        }
        #assertions
        #serde
    })
}

/// Returns the bodies of the enum's methods `Codec::blank`, `Codec::view` and `Codec::read`.
fn bodies(derived: &Derived<'_>) -> (TokenStream, TokenStream, TokenStream) {
    let (core, other) = (&derived.core, derived.variants.other());
    let (idents, types): (Vec<_>, Vec<_>) = derived.types().unzip();
    let positions = 0..idents.len();
    let blank = emit!(Self::#other(#core::PropertyValue::blank()));
    let view = emit! {
        match __value {
            #(Self::#idents(__value) => <#types as #core::PropertyValue>::view(__value),)*
            Self::#other(__value) => #core::PropertyValue::view(__value),
        }
    };
    let read = emit! {
        match #core::__private::tag_position(&__json, &[#(<#types as #core::PropertyValue>::TYPE),*]) {
            #(::core::option::Option::Some(#positions) => <#types as #core::PropertyValue>::read(__json, __mode).map(Self::#idents),)*
            _ => #core::PropertyValue::read(__json, __mode).map(Self::#other),
        }
    };
    (blank, view, read)
}

/// Returns constants that compile only if each variant's type names the enum's base type and has an `odata_type` of its own. Only the
/// compiler can check these two conditions.
///
/// Also returns the impls that let a setter take a patch of each variant's type.
fn assertions(derived: &Derived<'_>) -> TokenStream {
    let Derived { core, container, .. } = derived;
    let (base, types): (_, Vec<_>) = (derived.base(), derived.types().map(|(_, ty)| ty).collect());
    let assigned = types.iter().map(|ty| {
        let ty = unboxed(ty);
        // With the span of the type, rustc reports a type that is not a struct at that type.
        let at = Span::mixed_site().located_at(SpanRange::of(ty).start);
        let core_there = core.at(at);
        quote_spanned! {at=>
            impl #core_there::model::ToChange<#container> for <#ty as #core_there::model::Structured>::Patch {
                fn into_change(self) -> #core_there::model::PropertyChange<#container> {
                    #core_there::__private::merge_derived::<#ty, _>(&self)
                }
            }
        }
    });
    let assertions = types.iter().enumerate().map(|(index, ty)| {
        let name = display(unboxed(ty));
        let stranger = format!("`{name}` does not derive from {base:?}: use a struct with `#[graph(base = {base:?})]`");
        let twin = format!("`{name}` has the `odata_type` of an earlier variant: remove one, a tag selects one variant");
        let SpanRange { start, end } = SpanRange::of(ty);
        let core_there = core.at(start);
        let open = quote_spanned!(start=> #core_there::__private::check_derived);
        let arguments = quote_spanned!(end=> (<#container as #core::__private::Variants>::ALL, #index, #base, #stranger, #twin));
        emit!(const _: () = #open #arguments;)
    });
    let first = types.first().map_or_else(|| emit!(()), ToTokens::to_token_stream);
    emit! {
        #(#assigned)*
        impl #core::__private::Variants for #container {
            type First = #first;
            const ALL: &'static [#core::__private::Declared] = &[#(<#types as #core::PropertyValue>::DECLARED),*];
        }
        #(#assertions)*
    }
}
