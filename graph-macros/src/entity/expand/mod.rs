//! The expansion of an entity or complex type: its `StructuredType` descriptor, a line of code to read each property, a line to view each
//! property, and its patch type.

mod patch;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote_spanned};

use syn::Data;

use super::check::paths_of_complex;
use super::kind::Kind;
use super::model::{DeclaredField, Property, Role, Structure};
use crate::attr::value::Text;
use crate::crate_path::CratePath;
use crate::paths::item::is_graph_paths;
use crate::property_type::PropertyType;
use crate::property_type::check::nullable_elements;
use crate::property_type::shape::display;
use crate::span_range::SpanRange;
use crate::tokens::{join, without_lints};
use graph_schema::syntax::field::is_field_of;

/// Expands the struct. If there are errors, all items still exist, with stubs as bodies, so that uses of the struct cause no error.
pub(super) fn expand(structure: &Structure<'_>, has_errors: bool) -> TokenStream {
    let impls = impls(structure, has_errors);
    if structure.kind.is_operation() {
        return without_lints(&impls);
    }
    let patch = patch::impls(structure);
    let (definition, impls) = (patch::definition(structure), without_lints(&emit!(#impls #patch)));
    emit!(#definition #impls)
}

fn impls(structure: &Structure<'_>, has_errors: bool) -> TokenStream {
    let Structure { core, container, kind, .. } = structure;
    let (params, clause) = (container.params(), container.where_clause());
    let patch = if kind.is_operation() { emit!(#core::__private::NoPatch<Self>) } else { patch::path(structure) };
    let (descriptor, assertions) = (descriptor(structure), assertions(structure));
    let (read, views, extras) = if has_errors {
        (emit!(::core::unreachable!()), TokenStream::new(), TokenStream::new())
    } else {
        (read(structure), views(structure), extras(structure))
    };
    let impl_keyword = container.impl_keyword();
    let serde = (!kind.is_operation()).then(|| {
        let serialize = emit!(#core::__private::serialize_structured(self, __serializer));
        container.serde_impls(core, container.name, &serialize, &emit!(#core::__private::deserialize(__deserializer)))
    });
    let own = match kind {
        Kind::Entity => entity(structure),
        // Paths of a complex type are an error. With the impl, the error is the only one.
        Kind::Complex if paths_of_complex(structure).is_some() => entity(structure),
        Kind::Complex => TokenStream::new(),
        Kind::Action => operation(structure, &emit!(Action)),
        Kind::Function => operation(structure, &emit!(Function)),
    };
    emit! {
        impl #params #core::PropertyValue for #container #clause {
            type Codec = #core::__private::Structure;
        }
        #impl_keyword #params #core::model::Structured for #container #clause {
            const DECLARATION: &'static #core::model::StructuredType = &#descriptor;
            type Patch = #patch;
            fn read_from(__reader: &mut #core::model::Reader<'_>) -> Self {
                #read
            }
            fn see<'__a>(&'__a self, __o: &Self, __v: &mut #core::Viewer<'__a>) {
                #views
            }
            #extras
        }
        #own
        #assertions
        #serde
    }
}

/// Returns the impls that only an entity has.
fn entity(structure: &Structure<'_>) -> TokenStream {
    let Structure { core, container, .. } = structure;
    let (params, clause) = (container.params(), container.where_clause());
    match structure.properties().find(|(field, property)| property.key.is_some() && !field.is_broken) {
        Some((DeclaredField { ty, .. }, _)) => emit!(#core::__keyed!(#container, #ty);),
        // For an enum, `graph_paths` implements it.
        None if matches!(structure.data, Data::Enum(_)) && structure.attributes.iter().any(is_graph_paths) => TokenStream::new(),
        None => emit!(impl #params #core::GraphEntity for #container #clause {}),
    }
}

/// Returns the impl that only an action or a function has.
fn operation(structure: &Structure<'_>, kind: &TokenStream) -> TokenStream {
    let Structure { core, container, .. } = structure;
    let (params, clause) = (container.params(), container.where_clause());
    let returns = match &structure.returns {
        Some(_) if structure.returns_error().is_some() => emit!(#core::Json),
        Some(returns) => PropertyType::new(returns).to_token_stream(),
        None => emit!(()),
    };
    // The item may wrongly be an enum, for which `graph_paths` may already have implemented `DeclaresPaths`.
    let is_struct = matches!(structure.data, Data::Struct(_));
    let paths = is_struct.then(|| emit!(impl #params #core::__private::DeclaresPaths for #container #clause {}));
    emit! {
        #paths
        impl #params #core::model::GraphOperation for #container #clause {
            const KIND: #core::model::OperationKind = #core::model::OperationKind::#kind;
            type Returns = #returns;
        }
    }
}

/// Returns the expression that builds the `StructuredType` descriptor of the struct. Calls that would set a default are omitted.
fn descriptor(structure: &Structure<'_>) -> TokenStream {
    let Structure { core, odata_type, bases, permissions, .. } = structure;
    let odata_type = &odata_type.value;
    let texts = |texts: &[Text]| {
        let values = texts.iter().map(|text| &text.value);
        emit!(&[#(#values),*])
    };
    let properties = structure.properties().filter(|(field, _)| !field.is_broken).map(|(field, property)| {
        let Property { key, read_only, create_only, is_annotation, not_null, .. } = property;
        let entry = property_entry(field, property, core);
        let marks = [
            (key.is_some(), emit!(.key())),
            (*read_only, emit!(.read_only())),
            (*create_only, emit!(.create_only())),
            (*is_annotation, emit!(.annotation())),
            (not_null.is_some(), emit!(.not_null())),
        ];
        let marks = marks.iter().filter(|(set, _)| *set).map(|(_, mark)| mark);
        emit!(#entry #(#marks)*)
    });
    let bases = (!bases.is_empty()).then(|| texts(bases)).map(|bases| emit!(.bases(#bases)));
    let has_permissions = !permissions.delegated.is_empty() || !permissions.application.is_empty();
    let permissions = has_permissions.then(|| {
        let (delegated, application) = (texts(&permissions.delegated), texts(&permissions.application));
        emit!(.permissions(#delegated, #application))
    });
    let open = structure.is_open().then(|| emit!(.open()));
    let tag = (!structure.is_tagged()).then(|| emit!(.untagged()));
    let etag = structure.fields.iter().any(|field| matches!(field.role, Role::Etag(_))).then(|| emit!(.with_etag()));
    let select = structure.is_select.then(|| emit!(.select()));
    let eventual = structure.is_eventual.then(|| emit!(.eventual_consistency()));
    let kind = match structure.kind {
        Kind::Entity => emit!(entity),
        Kind::Complex => emit!(complex),
        Kind::Action | Kind::Function => emit!(operation),
    };
    let renamed = renamed(structure);
    emit!(#core::model::StructuredType::#kind(#odata_type, &[#(#properties),*])#bases #permissions #renamed #open #etag #tag #select #eventual)
}

/// Returns the call that records the fields which `property!` cannot find by the names of their properties.
fn renamed(structure: &Structure<'_>) -> Option<TokenStream> {
    let found = |ident: &str| {
        let mut sound = structure.properties().filter(|(field, _)| !field.is_broken);
        sound.find(|(_, property)| is_field_of(ident, &property.wire_name.value)).map(|(field, _)| field.ident)
    };
    let of = |(field, property): (&DeclaredField<'_>, &Property)| {
        let (ident, name) = (field.ident.to_string(), &property.wire_name.value);
        (found(&ident) != Some(field.ident)).then(|| emit!((#ident, #name)))
    };
    let renamed: Vec<TokenStream> = structure.properties().filter_map(of).collect();
    (!renamed.is_empty() && !structure.kind.is_operation()).then(|| emit!(.renamed(&[#(#renamed),*])))
}

// A user may give a field a type that is not a property type. Such a type is written `<Name as PropertyValue>::…` everywhere, with the span
// of its declaration. All of rustc's errors about the type are then equal, and rustc prints equal errors once. A builtin type uses the
// shortest form.

fn property_entry(field: &DeclaredField<'_>, property: &Property, core: &CratePath) -> TokenStream {
    let (ty, name) = (&field.ty, &property.wire_name.value);
    if ty.is_in_prelude() {
        emit!(#core::Property::of::<#ty>(#name))
    } else {
        emit!(#core::Property::new(#name, <#ty as #core::PropertyValue>::TYPE))
    }
}

/// Returns constants that fail to compile if the struct's key has a structured type, or if a property is a collection of structured values
/// that may be null. Only the compiler can check this, because a macro cannot see which type a name refers to.
fn assertions(structure: &Structure<'_>) -> TokenStream {
    let properties = structure.properties().filter(|(field, _)| !field.is_broken && !field.ty.is_builtin());
    join(properties.filter_map(|(field, property)| assertion(field, property, &structure.core)))
}

fn assertion(field: &DeclaredField<'_>, property: &Property, core: &CratePath) -> Option<TokenStream> {
    let (ty, declared) = (&field.ty, field.ty.declared);
    let (at, message) = match nullable_elements(declared) {
        Some((wrapper, element)) => {
            let shown = display(element);
            (element, format!("a collection of `{shown}` cannot contain null: use `{wrapper}<{shown}>`"))
        }
        None if property.key.is_some() => {
            let shown = display(declared);
            (declared, format!("`{shown}` cannot be a key: use a string, an integer, a date, a GUID or an enum"))
        }
        None => return None,
    };
    let SpanRange { start, end } = SpanRange::of(at);
    let core_there = core.at(start);
    let open = quote_spanned!(start=> #core_there::__private::no_structure);
    let arguments = quote_spanned!(end=> (<#ty as #core::PropertyValue>::TYPE, #message));
    Some(emit!(const _: () = #open #arguments;))
}

fn read(structure: &Structure<'_>) -> TokenStream {
    let core = &structure.core;
    let mut indexes = 0usize..;
    let fields = structure.fields.iter().map(|field| {
        let (ident, ty) = (field.ident, &field.ty);
        let value = match &field.role {
            Role::Property(_) => {
                let index = Literal::usize_unsuffixed(indexes.next().unwrap_or_default());
                if ty.is_builtin() {
                    emit!(__reader.take(#index))
                } else {
                    emit!(<#ty as #core::PropertyValue>::take(__reader, #index))
                }
            }
            Role::Additional(_) => emit!(__reader.additional()),
            Role::Etag(_) => emit!(__reader.etag()),
        };
        emit!(#ident: #value)
    });
    emit!(Self { #(#fields),* })
}

fn views(structure: &Structure<'_>) -> TokenStream {
    let core = &structure.core;
    let views = structure.properties().map(|(field, _)| {
        let (ident, ty) = (field.ident, &field.ty);
        if ty.is_builtin() {
            emit!(__v.view(&self.#ident, &__o.#ident);)
        } else {
            emit!(<#ty as #core::PropertyValue>::show(&self.#ident, &__o.#ident, __v);)
        }
    });
    join(views)
}

/// Returns the methods `additional` and `etag` of `Structured`, which return the fields that are not properties.
fn extras(structure: &Structure<'_>) -> TokenStream {
    let core = &structure.core;
    let extras = structure.fields.iter().filter_map(|field| {
        let ident = field.ident;
        match &field.role {
            Role::Property(_) => None,
            Role::Additional(_) => Some(emit! {
                fn additional(&self) -> ::core::option::Option<&#core::Additional> {
                    ::core::option::Option::Some(&self.#ident)
                }
            }),
            Role::Etag(_) => Some(emit! {
                fn etag(&self) -> ::core::option::Option<&::core::primitive::str> {
                    ::core::option::Option::as_deref(&self.#ident)
                }
            }),
        }
    });
    join(extras)
}
