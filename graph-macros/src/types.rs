//! What a property's type says by its spelling: `Option`, `Vec`, and how the expansions use it.

mod check;

use proc_macro2::{Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::{GenericArgument, PathArguments, Type};

use crate::ctxt::At;
use crate::runtime::Runtime;

/// A property's type, taken apart.
pub(crate) struct PropertyTy<'a> {
    /// The type as it was written.
    whole: &'a Type,
    /// The type of the value without `Option`.
    value: &'a Type,
    /// It is an `Option`.
    pub(crate) option: bool,
}

/// Names that mean one type, and are known without a `use`.
const IN_SCOPE: &[&str] = &["bool", "u8", "i16", "i32", "i64", "f32", "f64", "String"];

/// Names that mean one type as well, where they mean anything.
const OURS: &[&str] = &["DateTimeOffset", "TimeOfDay"];

/// Names of types that a setter takes as they are.
#[rustfmt::skip]
const PRIMITIVE: &[&str] = &[
    "bool", "u8", "i16", "i32", "i64", "f32", "f64", "DateTimeOffset", "Date", "TimeOfDay", "Duration", "Guid", "Binary", "Stream",
    "Flags", "Vec",
];

const WRAPPERS: &[&str] = &["Option", "Vec", "Box", "Flags"];

impl<'a> PropertyTy<'a> {
    pub(crate) fn new(whole: &'a Type) -> Self {
        let value = argument_of(whole, "Option").unwrap_or(whole);
        Self { whole, value, option: !std::ptr::eq(value, whole) }
    }

    // The parts of an expansion that need the type to be a property type. A name that may mean anything is written
    // `<Name as PropertyValue>::…` in all of them, with the span where it was typed: the errors of rustc about it are then all the same
    // one, which it prints once. What can only mean the right thing is written as short as can be.

    /// Its line of the declaration's table.
    pub(crate) fn property(&self, core: &Runtime, name: &str) -> TokenStream {
        let ty = self.at_its_core();
        if self.is_in_scope() {
            emit!(#core::model::Property::of::<#ty>(#name))
        } else {
            emit!(#core::model::Property::new(#name, <#ty as #core::model::PropertyValue>::TYPE))
        }
    }

    /// The value out of a reader.
    pub(crate) fn take(&self, core: &Runtime, index: &Literal) -> TokenStream {
        let ty = self.at_its_core();
        if self.is_builtin() {
            emit!(__reader.take(#index))
        } else {
            emit!(<#ty as #core::model::PropertyValue>::take(__reader, #index))
        }
    }

    /// The view of a field.
    pub(crate) fn view(&self, core: &Runtime, field: &Ident) -> TokenStream {
        let ty = self.at_its_core();
        if self.is_builtin() {
            emit!(#core::model::PropertyValue::view(&self.#field))
        } else {
            emit!(<#ty as #core::model::PropertyValue>::view(&self.#field))
        }
    }

    /// What a setter takes: just this type, or all that can be assigned to it.
    pub(crate) fn argument(&self, core: &Runtime) -> TokenStream {
        let value = argument_of(self.value, "Box").unwrap_or(self.value);
        let primitive = last_ident(value).is_some_and(|ident| PRIMITIVE.iter().any(|name| ident == name));
        if primitive { value.to_token_stream() } else { emit!(impl #core::model::IntoProperty<#value>) }
    }

    /// The call that sets the property of a patch to what its setter takes.
    pub(crate) fn set(&self, core: &Runtime, index: &Literal) -> TokenStream {
        let ty = self.at_its_core();
        if self.is_builtin() {
            return emit!(#core::__private::put(self.0, #index, to));
        }
        let whole = match (self.option, argument_of(self.value, "Box").is_some()) {
            (false, false) => {
                return emit!(#core::__private::put_json(self.0, #index, <#ty as #core::model::PropertyValue>::change(to)));
            }
            (true, false) => emit!(::core::option::Option::Some),
            (false, true) => emit!(::core::convert::From::from),
            (true, true) => emit!(|__value| ::core::option::Option::Some(::core::convert::From::from(__value))),
        };
        emit!(#core::__private::put_json(self.0, #index, <#ty as #core::model::PropertyValue>::change_with(to, #whole)))
    }

    /// What a setter takes that may set to null.
    pub(crate) fn written(&self) -> &'a Type {
        self.whole
    }

    /// The call that sets the property of a patch to its type as it is.
    pub(crate) fn set_whole(&self, core: &Runtime, index: &Literal) -> TokenStream {
        let ty = self.at_its_core();
        if self.is_builtin() {
            emit!(#core::__private::put(self.0, #index, to))
        } else {
            emit!(#core::__private::put_json(self.0, #index, <#ty as #core::model::PropertyValue>::change(to)))
        }
    }

    /// An item that fails the build where only the compiler can see that a type has no place: as a key, or as `null` in a collection.
    pub(crate) fn check_later(&self, core: &Runtime, key: bool) -> Option<TokenStream> {
        let ty = self.at_its_core();
        let (at, message) = match check::nullable_elements(self.whole) {
            Some(element) => (element, format!("a collection of `{0}` holds no null: write `Vec<{0}>`", shown(element))),
            None if key => {
                (self.whole, format!("a `{}` is no key: keys are texts, whole numbers, dates, GUIDs or enums", shown(self.whole)))
            }
            None => return None,
        };
        let At { start, end } = At::of(at);
        let core_there = core.at(start);
        let open = quote_spanned!(start=> #core_there::__private::no_structure);
        let arguments = quote_spanned!(end=> (<#ty as #core::model::PropertyValue>::TYPE, #message));
        (!self.is_builtin()).then(|| emit!(const _: () = #open #arguments;))
    }

    /// It has no name that could mean another type.
    fn is_builtin(&self) -> bool {
        self.is_named(IN_SCOPE) || self.is_named(OURS)
    }

    fn is_in_scope(&self) -> bool {
        self.is_named(IN_SCOPE)
    }

    fn is_named(&self, names: &[&str]) -> bool {
        let Type::Path(path) = ungroup(self.core()) else { return false };
        path.path.get_ident().is_some_and(|ident| names.iter().any(|name| ident == name))
    }

    /// The type that stands inside all `Option`, `Vec` and `Box`.
    fn core(&self) -> &'a Type {
        let mut core = self.whole;
        while let Some(inner) = WRAPPERS.iter().find_map(|wrapper| argument_of(core, wrapper)) {
            core = inner;
        }
        core
    }

    /// The type as it was written, but the `Option`, `Vec` and so on around its core stand where the core does: rustc then reports an
    /// unknown type at its own name.
    fn at_its_core(&self) -> TokenStream {
        wrapped_at(self.whole, self.core())
    }
}

fn wrapped_at(ty: &Type, core: &Type) -> TokenStream {
    if std::ptr::eq(ty, core) {
        return core.to_token_stream();
    }
    let (Type::Path(path), Some(inner)) = (ungroup(ty), WRAPPERS.iter().find_map(|wrapper| argument_of(ty, wrapper))) else {
        return ty.to_token_stream();
    };
    let (inner, At { start, end }) = (wrapped_at(inner, core), At::of(core));
    let mut path = path.path.clone();
    let last = path.segments.pop().map(|last| last.ident);
    let outer = located(quote!(#path #last), start);
    let (open, close) = (quote_spanned!(start=> <), quote_spanned!(end=> >));
    quote!(#outer #open #inner #close)
}

/// The tokens in another place, with the names they know in their own.
pub(crate) fn located(tokens: TokenStream, at: Span) -> TokenStream {
    let located = tokens.into_iter().map(|mut token| {
        token.set_span(token.span().located_at(at));
        token
    });
    located.collect()
}

/// The `T` of `Wrapper<T>`.
pub(crate) fn argument_of<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let Type::Path(path) = ungroup(ty) else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == wrapper)?;
    // `mine::Option` is another type, while there is one `Flags` by whatever path.
    let first = path.path.segments.first().filter(|_| path.path.segments.len() > 1 && wrapper != "Flags");
    if first.is_some_and(|first| !["std", "core", "alloc"].iter().any(|root| first.ident == root)) {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if arguments.args.len() == 1 => Some(inner),
        _ => None,
    }
}

/// A type that came through a `macro_rules` fragment stands in an invisible group.
fn ungroup(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungroup(&group.elem),
        Type::Paren(paren) => ungroup(&paren.elem),
        ty => ty,
    }
}

pub(crate) fn last_ident(ty: &Type) -> Option<&Ident> {
    match ungroup(ty) {
        Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    }
}

/// The type as people write it.
pub(crate) fn shown(ty: &Type) -> String {
    let mut shown = String::new();
    for token in ty.to_token_stream() {
        let text = match &token {
            TokenTree::Group(group) if group.delimiter() == proc_macro2::Delimiter::None => {
                group.stream().to_string().replace(' ', "")
            }
            token => token.to_string(),
        };
        let word = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() || char == '_');
        if (word(shown.chars().last()) && word(text.chars().next())) || shown.ends_with(',') {
            shown.push(' ');
        }
        shown.push_str(&text);
    }
    shown
}

/// The type in which `Self` is written out, since the expansions use it where `Self` is another type.
pub(crate) fn without_self(ty: &Type, name: &Ident) -> Option<Type> {
    fn replace(tokens: TokenStream, name: &Ident, found: &mut bool) -> TokenStream {
        let replaced = tokens.into_iter().map(|token| match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                *found = true;
                let mut name = name.clone();
                name.set_span(ident.span());
                TokenTree::Ident(name)
            }
            TokenTree::Group(group) => {
                let mut replaced = proc_macro2::Group::new(group.delimiter(), replace(group.stream(), name, found));
                replaced.set_span(group.span());
                TokenTree::Group(replaced)
            }
            token => token,
        });
        replaced.collect()
    }
    let mut found = false;
    let replaced = replace(ty.to_token_stream(), name, &mut found);
    syn::parse2(replaced).ok().filter(|_| found)
}
