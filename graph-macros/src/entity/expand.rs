//! The impls of a declared struct: a table and one line per property; the bodies are graph-core's.

use proc_macro2::{Literal, TokenStream};

use super::Kind;
use super::model::{Declaration, Property, Role};
use crate::attr::Text;

pub(crate) fn structure(declaration: &Declaration<'_>) -> TokenStream {
    let Declaration { core, subject, .. } = declaration;
    let (params, clause, patch) = (subject.params(), subject.clause(), super::patch::patch_type(declaration));
    let (table, checks) = (table(declaration), checks(declaration));
    let (read, views, extras) = if declaration.failed {
        (emit!(::core::unreachable!()), TokenStream::new(), TokenStream::new())
    } else {
        (read(declaration), views(declaration), extras(declaration))
    };
    let like_struct = subject.implementation();
    let serde = subject.serde_impls(
        core,
        subject.name,
        &emit!(#core::__private::serialize_structured(self, __serializer)),
        &emit!(#core::__private::deserialize(__deserializer)),
    );
    let entity = (declaration.kind == Kind::Entity).then(|| emit!(impl #params #core::GraphEntity for #subject #clause {}));
    emit! {
        impl #params #core::model::PropertyValue for #subject #clause {
            type Codec = #core::__private::Structure;
        }
        #like_struct #params #core::model::Structured for #subject #clause {
            const DECLARATION: &'static #core::model::StructuredType = &#table;
            type Patch = #patch;
            fn read_from(__reader: &mut #core::model::Reader) -> Self {
                #read
            }
            fn property(&self, __index: ::core::primitive::usize) -> #core::model::ValueRef<'_> {
                match __index {
                    #views
                    _ => #core::model::ValueRef::Null,
                }
            }
            #extras
        }
        #entity
        #checks
        #serde
    }
}

/// The declaration as data; what goes without saying is not said.
fn table(declaration: &Declaration<'_>) -> TokenStream {
    let Declaration { core, odata_type, bases, delegated, application, .. } = declaration;
    let odata_type = &odata_type.value;
    let texts = |texts: &[Text]| {
        let values = texts.iter().map(|text| &text.value);
        emit!(&[#(#values),*])
    };
    let properties = declaration.properties().filter(|(field, _)| !field.broken).map(|(field, property)| {
        let Property { wire, key, read_only, not_null, .. } = property;
        let property = field.ty.property(core, &wire.value);
        let marks = [(key.is_some(), emit!(.key())), (*read_only, emit!(.read_only())), (*not_null, emit!(.not_null()))];
        let marks = marks.iter().filter(|(set, _)| *set).map(|(_, mark)| mark);
        emit!(#property #(#marks)*)
    });
    let bases = (!bases.is_empty()).then(|| texts(bases)).map(|bases| emit!(.bases(#bases)));
    let permissions = (!delegated.is_empty() || !application.is_empty()).then(|| {
        let (delegated, application) = (texts(delegated), texts(application));
        emit!(.permissions(#delegated, #application))
    });
    let open = declaration.is_open().then(|| emit!(.open()));
    let tag = (!declaration.tagged).then(|| emit!(.untagged()));
    let etag = declaration.fields.iter().any(|field| matches!(field.role, Role::Etag)).then(|| emit!(.with_etag()));
    let kind = if declaration.kind == Kind::Entity { emit!(entity) } else { emit!(complex) };
    emit!(#core::model::StructuredType::#kind(#odata_type, &[#(#properties),*])#bases #permissions #open #etag #tag)
}

/// What only the compiler can tell of the types of some properties.
fn checks(declaration: &Declaration<'_>) -> TokenStream {
    let healthy = declaration.properties().filter(|(field, _)| !field.broken);
    healthy.filter_map(|(field, property)| field.ty.check_later(&declaration.core, property.key.is_some())).collect()
}

fn read(declaration: &Declaration<'_>) -> TokenStream {
    let core = &declaration.core;
    let mut places = 0usize..;
    let fields = declaration.fields.iter().map(|field| {
        let ident = field.ident;
        match &field.role {
            Role::Property(_) => {
                let value = field.ty.take(core, &Literal::usize_unsuffixed(places.next().unwrap_or_default()));
                emit!(#ident: #value)
            }
            Role::Additional => emit!(#ident: __reader.additional()),
            Role::Etag => emit!(#ident: __reader.etag()),
        }
    });
    emit!(Self { #(#fields),* })
}

fn views(declaration: &Declaration<'_>) -> TokenStream {
    let views = declaration.properties().enumerate().map(|(index, (field, _))| {
        let (index, view) = (Literal::usize_unsuffixed(index), field.ty.view(&declaration.core, field.ident));
        emit!(#index => #view,)
    });
    views.collect()
}

/// The fields that are no properties.
fn extras(declaration: &Declaration<'_>) -> TokenStream {
    let core = &declaration.core;
    let extras = declaration.fields.iter().filter_map(|field| {
        let ident = field.ident;
        match &field.role {
            Role::Property(_) => None,
            Role::Additional => Some(emit! {
                fn additional(&self) -> ::core::option::Option<&#core::Additional> {
                    ::core::option::Option::Some(&self.#ident)
                }
            }),
            Role::Etag => Some(emit! {
                fn etag(&self) -> ::core::option::Option<&::core::primitive::str> {
                    ::core::option::Option::as_deref(&self.#ident)
                }
            }),
        }
    });
    extras.collect()
}
