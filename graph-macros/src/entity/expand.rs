//! The impls of a declared struct: tables and one line per property; the bodies are graph-core's.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::spanned::Spanned;

use super::Kind;
use super::model::{Declaration, Property, Role};
use crate::attr::Text;
use crate::runtime::{quiet, serde_impls};

pub(crate) fn structure(declaration: &Declaration<'_>) -> TokenStream {
    let Declaration { core, name, .. } = declaration;
    let table = table(declaration);
    let instance = instance(declaration);
    let read = read(declaration);
    let patch = super::patch::patch_name(declaration);
    let quiet = quiet();
    let serde = serde_impls(
        core,
        name,
        &emit!(#core::__private::serialize_instance(self, serializer)),
        &emit!(#core::__private::deserialize(deserializer)),
    );
    let entity = (declaration.kind == Kind::Entity).then(|| emit!(impl #core::GraphEntity for #name {}));
    emit! {
        #quiet
        impl #core::Instance for #name {
            #instance
        }
        #quiet
        impl #core::Structured for #name {
            const DECLARATION: &'static #core::StructuredType = &#table;
            type Patch = #patch;
            fn read_from(reader: &mut #core::__private::Reader) -> Self {
                #read
            }
        }
        #[automatically_derived]
        impl #core::PropertyValue for #name {
            const TYPE: #core::PropertyType = #core::PropertyType::structured(|| <Self as #core::Structured>::DECLARATION);
            fn blank() -> Self {
                #core::__private::blank()
            }
            fn view(&self) -> #core::View<'_> {
                #core::View::Object(self)
            }
            fn read(json: #core::Json) -> ::core::result::Result<Self, #core::ReadError> {
                #core::__private::read(json)
            }
        }
        #entity
        #serde
    }
}

fn table(declaration: &Declaration<'_>) -> TokenStream {
    let Declaration { core, odata_type, .. } = declaration;
    let texts = |texts: &[Text]| {
        let values = texts.iter().map(|text| &text.value);
        emit!(&[#(#values),*])
    };
    let bases = texts(&declaration.bases);
    let (delegated, application) = (texts(&declaration.delegated), texts(&declaration.application));
    let properties = declaration.properties().map(|(field, property)| {
        let Property { wire, key, read_only, not_null } = property;
        let name = &wire.value;
        let ty = field.ty.whole;
        let marks = [(*key, emit!(.key())), (*read_only, emit!(.read_only())), (*not_null, emit!(.not_null()))];
        let marks = marks.iter().filter(|(set, _)| *set).map(|(_, mark)| mark);
        quote_spanned!(ty.span()=> #core::Property::new(#name, <#ty as #core::PropertyValue>::TYPE)#(#marks)*)
    });
    let open = declaration.field_of(|role| matches!(role, Role::Additional)).is_some();
    let tag = if declaration.tagged { emit!(Always) } else { emit!(Never) };
    emit! {
        #core::StructuredType {
            name: #odata_type,
            bases: #bases,
            properties: &[#(#properties),*],
            derived: &[],
            open: #open,
            tag: #core::TagPolicy::#tag,
            permissions: #core::Permissions { delegated: #delegated, application: #application },
        }
    }
}

fn instance(declaration: &Declaration<'_>) -> TokenStream {
    let core = &declaration.core;
    let arms = declaration.properties().enumerate().map(|(index, (field, _))| {
        let ident = field.ident;
        emit!(#index => #core::PropertyValue::view(&self.#ident))
    });
    let additional = declaration.field_of(|role| matches!(role, Role::Additional)).map(|field| {
        let ident = field.ident;
        emit! {
            fn additional(&self) -> ::core::option::Option<&#core::Additional> {
                ::core::option::Option::Some(&self.#ident)
            }
        }
    });
    let etag = declaration.field_of(|role| matches!(role, Role::Etag)).map(|field| {
        let ident = field.ident;
        emit! {
            fn etag(&self) -> ::core::option::Option<&::core::primitive::str> {
                ::core::option::Option::as_deref(&self.#ident)
            }
        }
    });
    emit! {
        fn structured_type(&self) -> &'static #core::StructuredType {
            <Self as #core::Structured>::DECLARATION
        }
        fn property(&self, index: ::core::primitive::usize) -> #core::View<'_> {
            match index {
                #(#arms,)*
                _ => #core::View::Null,
            }
        }
        #additional
        #etag
    }
}

fn read(declaration: &Declaration<'_>) -> TokenStream {
    let mut place = 0usize;
    let fields = declaration.fields.iter().map(|field| {
        let ident = field.ident;
        let value = match &field.role {
            Role::Property(_) => {
                place += 1;
                let index = place - 1;
                emit!(reader.take(#index))
            }
            Role::Additional => emit!(reader.additional()),
            Role::Etag => emit!(reader.etag()),
        };
        emit!(#ident: #value)
    });
    emit!(Self { #(#fields),* })
}
