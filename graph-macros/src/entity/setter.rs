//! The methods of a patch type that set a property: their names, their argument types and their bodies.

use proc_macro2::{Literal, TokenStream};
use quote::ToTokens;

use super::model::{DeclaredField, Property, Structure};
use crate::attr::other::named;
use crate::crate_path::CratePath;
use crate::property_type::PropertyType;
use crate::property_type::shape::{argument_of, unboxed};
use crate::span_range::SpanRange;
use crate::tokens::{join, public_ident};
use graph_schema::syntax::case::camel_case;
use graph_schema::syntax::setter::{MethodOwner, method_owner};

/// If the setter of the property would hide another method of the patch type, returns the end of the error message, such as "of every
/// patch".
pub(super) fn conflict(structure: &Structure<'_>, field: &DeclaredField<'_>, property: &Property) -> Option<String> {
    if !property.has_setter() {
        return None;
    }
    let nullable: Vec<_> =
        structure.properties().filter(|(field, _)| field.ty.is_option).map(|(field, _)| field.bare_name()).collect();
    let is_nullable = |name: &str| nullable.iter().any(|nullable| nullable == name);
    let name = field.bare_name();
    let is_bound = |(field, property): (&DeclaredField<'_>, &Property)| {
        property.bind.is_some() && name.strip_prefix("bind_").is_some_and(|bound| field.bare_name() == bound)
    };
    if let Some((field, _)) = structure.properties().find(|property| is_bound(*property)) {
        return Some(format!("for `{}`, which is marked `bind`", field.ident));
    }
    method_owner(&name, structure.is_open(), is_nullable).map(|owner| match owner {
        MethodOwner::Additional => "for the field marked `additional`".to_owned(),
        MethodOwner::Nullable { field } => format!("for the nullable `{field}`"),
        _ => "of every patch".to_owned(),
    })
}

/// Returns the help text to rename a field whose setter would hide another method.
pub(super) fn rename(name: &str, property: &Property) -> String {
    if property.wire_name.value == camel_case(name) {
        format!("call it `{name}_` and mark it `#[graph(rename = {:?})]`", property.wire_name.value)
    } else {
        format!("call it `{name}_`")
    }
}

/// The setters of all properties that a client may write, and the methods that link.
pub(super) struct Setters {
    pub(super) wrapped: TokenStream,
    /// The setters of the properties whose types have no wrapper, such as `Kind`, with the range of these types. Empty if there are none.
    pub(super) bare: Option<(SpanRange, TokenStream)>,
}

impl Setters {
    pub(super) fn of(structure: &Structure<'_>) -> Self {
        let (mut wrapped, mut bare) = (TokenStream::new(), None);
        for (index, (field, property)) in structure.properties().enumerate() {
            if property.has_setter() && conflict(structure, field, property).is_none() {
                let setters = setters(structure, index, field, property);
                if field.ty.is_bare() && !field.is_broken {
                    let at = SpanRange::of(field.ty.declared);
                    let (range, all) = bare.get_or_insert_with(|| (at, TokenStream::new()));
                    range.end = at.end;
                    all.extend(setters);
                } else {
                    wrapped.extend(setters);
                }
            }
        }
        let bound = structure.properties().filter(|(_, property)| property.bind.is_some());
        wrapped.extend(join(bound.map(|(field, property)| bind(structure, field, property))));
        Self { wrapped, bare }
    }
}

/// Returns the method that links a navigation property to existing entities.
fn bind(Structure { core, visibility, .. }: &Structure<'_>, field: &DeclaredField<'_>, property: &Property) -> TokenStream {
    let method = public_ident(&format!("bind_{}", field.bare_name()), field.ident.span());
    if field.is_broken {
        return emit!(#visibility fn #method(self, _: impl ::core::marker::Sized) -> Self { self });
    }
    let (value, name) = (unboxed(field.ty.value), format!("{}@odata.bind", property.wire_name.value));
    let doc = format!("Links `{}` to existing entities (`{name}`).", property.wire_name.value);
    let element = ["Vec", "Expanded"].iter().find_map(|collection| argument_of(value, collection));
    let (call, argument) = match element {
        Some(entity) => (emit!(__bind_all), emit!(::core::iter::IntoIterator<Item: #core::model::BindTarget<#entity>>)),
        None => (emit!(__bind), emit!(#core::model::BindTarget<#value>)),
    };
    emit!(#[doc = #doc] #visibility fn #method(self, to: impl #argument) -> Self { Self(self.0.#call(#name, to)) })
}

fn setters(structure: &Structure<'_>, index: usize, field: &DeclaredField<'_>, property: &Property) -> TokenStream {
    let (Structure { core, visibility, .. }, index) = (structure, &Literal::usize_unsuffixed(index));
    let bare = field.bare_name();
    let name = |prefix: &str| public_ident(&format!("{prefix}{bare}"), field.ident.span());
    let (setter, clear, set_or_clear) = (name(""), name("clear_"), name("set_or_clear_"));
    if field.is_broken {
        return emit! {
            #visibility fn #setter(self, _: impl ::core::marker::Sized) -> Self { self }
            #visibility fn #clear(self) -> Self { self }
            #visibility fn #set_or_clear(self, _: impl ::core::marker::Sized) -> Self { self }
        };
    }
    let docs: Vec<_> = named(field.attributes, "doc").collect();
    let deprecated: Vec<_> = named(field.attributes, "deprecated").collect();
    let wire_name = &property.wire_name.value;
    let doc =
        if property.create_only { format!("Sets `{wire_name}`, in a creation only.") } else { format!("Sets `{wire_name}`.") };
    let doc = if docs.is_empty() { emit!(#[doc = #doc]) } else { emit!(#[doc = #doc] #[doc = ""] #(#docs)*) };
    let (argument, call) = (argument(&field.ty, core), set(&field.ty, core, index));
    let set = emit! {
        #doc
        #(#deprecated)*
        #visibility fn #setter(self, to: #argument) -> Self {
            Self(#call)
        }
    };
    // A creation makes a property null by omitting it, so a `create_only` property gets no method that sets it to null.
    if !field.ty.is_option || property.not_null.is_some() || property.create_only {
        return set;
    }
    let (declared, call) = (field.ty.declared, set_declared(&field.ty, core, index, false));
    let clear_doc = format!("Sets `{wire_name}` to null.");
    let set_or_clear_doc = format!("Sets `{wire_name}` to the value, or to null.");
    emit! {
        #set
        #[doc = #clear_doc]
        #(#deprecated)*
        #visibility fn #clear(self) -> Self {
            Self(#core::__private::clear(self.0, #index))
        }
        #[doc = #set_or_clear_doc]
        #(#deprecated)*
        #visibility fn #set_or_clear(self, to: #declared) -> Self {
            Self(#call)
        }
    }
}

/// Returns the type of a setter's argument: the property's own type if it is primitive, otherwise any type that converts into it.
fn argument(ty: &PropertyType<'_>, core: &CratePath) -> TokenStream {
    let value = unboxed(ty.value);
    if ty.is_primitive() { value.to_token_stream() } else { emit!(impl #core::model::IntoProperty<#value>) }
}

/// Returns the call that sets the property to a setter's argument.
fn set(ty: &PropertyType<'_>, core: &CratePath, index: &Literal) -> TokenStream {
    let is_boxed = argument_of(ty.value, "Box").is_some();
    let wrap = match (ty.is_option, is_boxed) {
        _ if ty.is_builtin() => return set_declared(ty, core, index, !ty.is_primitive()),
        (false, false) => return set_declared(ty, core, index, !ty.is_primitive()),
        (true, false) => emit!(::core::option::Option::Some),
        (false, true) => emit!(::core::convert::From::from),
        (true, true) => emit!(|__value| ::core::option::Option::Some(::core::convert::From::from(__value))),
    };
    emit!(self.0.__put(#index, <#ty as #core::PropertyValue>::change_with(to, #wrap)))
}

/// Returns the call that sets the property to a value of the field's declared type, such as `Option<String>`. If the argument is not
/// `converted`, it has exactly that type, and rustc checks the shorter function in less time.
fn set_declared(ty: &PropertyType<'_>, core: &CratePath, index: &Literal, converted: bool) -> TokenStream {
    match (ty.is_builtin(), converted) {
        (true, true) => emit!(#core::__private::put(self.0, #index, to)),
        (true, false) => emit!(#core::__private::put_value(self.0, #index, to)),
        (false, _) => emit!(self.0.__put(#index, <#ty as #core::PropertyValue>::change(to))),
    }
}
