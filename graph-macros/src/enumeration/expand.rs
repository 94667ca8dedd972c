//! The expansion of `#[derive(GraphEnum)]`: the names of the enum's members, and the conversions from and to these names.

use proc_macro2::TokenStream;

use super::model::Enumeration;
use crate::tokens::without_lints;

/// Expands the enum. If there are errors, the impls still exist, with `unreachable!()` as bodies, so that uses of the enum cause no error.
pub(super) fn expand(enumeration: &Enumeration<'_>, has_errors: bool) -> TokenStream {
    let Enumeration { core, container, is_flags, .. } = enumeration;
    let (params, clause) = (container.params(), container.where_clause());
    let names = enumeration.members().map(|(_, name)| &name.value);
    let (from_name, to_name) =
        if has_errors { (emit!(::core::unreachable!()), emit!(::core::unreachable!())) } else { bodies(enumeration) };
    let serde = container.serde_impls(
        core,
        container.name,
        &emit!(__serializer.serialize_str(#core::GraphEnum::name(self))),
        &emit!(#core::__private::deserialize_enum(__deserializer)),
    );
    // If there are errors, the enum gets both impls, so that both the enum and `Flags` of the enum can be property types.
    let flags_enum = (*is_flags || has_errors).then(|| emit!(impl #params #core::model::FlagsEnum for #container #clause {}));
    let property_value = (!*is_flags || has_errors).then(|| {
        emit! {
            impl #params #core::PropertyValue for #container #clause {
                type Codec = #core::__private::Enumeration;
            }
        }
    });
    without_lints(&emit! {
        impl #params #core::GraphEnum for #container #clause {
            const DECLARATION: &'static #core::model::EnumType = &#core::model::EnumType::new(&[#(#names),*], #is_flags);
            fn from_name(__name: &::core::primitive::str) -> Self {
                #from_name
            }
            fn name(&self) -> &::core::primitive::str {
                #to_name
            }
        }
        #flags_enum
        #property_value
        #serde
    })
}

fn bodies(enumeration: &Enumeration<'_>) -> (TokenStream, TokenStream) {
    let (idents, names): (Vec<_>, Vec<_>) = enumeration.members().map(|(ident, name)| (ident, &name.value)).unzip();
    let other = enumeration.variants.other();
    let from_name = emit! {
        match __name {
            #(#names => Self::#idents,)*
            __name => Self::#other(::core::convert::From::from(__name)),
        }
    };
    let to_name = emit! {
        match self {
            #(Self::#idents => #names,)*
            Self::#other(__name) => __name,
        }
    };
    (from_name, to_name)
}
