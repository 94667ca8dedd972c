//! What a property's type says by its spelling: `Option`, `Vec`, and mistakes that have a known answer.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type};

use crate::ctxt::{At, Ctxt};
use crate::runtime::Runtime;

/// A property's type, taken apart.
pub(crate) struct PropertyTy<'a> {
    /// The type as it was written.
    pub(crate) whole: &'a Type,
    /// The type of the value without `Option`.
    pub(crate) value: &'a Type,
    /// It is an `Option`.
    pub(crate) option: bool,
}

impl<'a> PropertyTy<'a> {
    pub(crate) fn new(whole: &'a Type) -> Self {
        let value = argument_of(whole, "Option").unwrap_or(whole);
        Self { whole, value, option: !std::ptr::eq(value, whole) }
    }

    /// The parts of an expansion that need the type to be a property type. A name that may mean anything is written
    /// `<Name as PropertyValue>::…` in all of them, with the span where it was typed: the errors of rustc about it are then all the
    /// same one, which it prints once. What can only mean the right thing is written as short as can be.
    pub(crate) fn property(&self, core: &Runtime, name: &str) -> TokenStream {
        let ty = self.at_its_core();
        if self.is_builtin() {
            emit!(#core::Property::of::<#ty>(#name))
        } else {
            emit!(#core::Property::new(#name, <#ty as #core::PropertyValue>::TYPE))
        }
    }

    pub(crate) fn take(&self, core: &Runtime, index: &Literal) -> TokenStream {
        let ty = self.at_its_core();
        if self.is_builtin() { emit!(reader.take(#index)) } else { emit!(<#ty as #core::PropertyValue>::take(reader, #index)) }
    }

    pub(crate) fn view(&self, core: &Runtime, field: &Ident) -> TokenStream {
        let ty = self.at_its_core();
        if self.is_builtin() {
            emit!(#core::PropertyValue::view(&self.#field))
        } else {
            emit!(<#ty as #core::PropertyValue>::view(&self.#field))
        }
    }

    /// The call that sets the property of a patch to what its setter takes.
    pub(crate) fn set(&self, core: &Runtime, index: &Literal) -> TokenStream {
        let (ty, value) = (self.at_its_core(), self.value);
        if self.is_builtin() {
            return emit!(self.0.put::<#value>(#index, value));
        }
        let whole = match (self.option, argument_of(self.value, "Box").is_some()) {
            (false, false) => return emit!(<#ty as #core::PropertyValue>::put(self.0, #index, value)),
            (true, false) => emit!(::core::option::Option::Some),
            (false, true) => emit!(::core::convert::From::from),
            (true, true) => emit!(|value| ::core::option::Option::Some(::core::convert::From::from(value))),
        };
        emit!(<#ty as #core::PropertyValue>::put_into(self.0, #index, value, #whole))
    }

    /// The call that sets the property of a patch to its type as it is.
    pub(crate) fn set_whole(&self, core: &Runtime, index: &Literal) -> TokenStream {
        let (ty, whole) = (self.at_its_core(), self.whole);
        if self.is_builtin() {
            emit!(self.0.put::<#whole>(#index, value))
        } else {
            emit!(<#ty as #core::PropertyValue>::put(self.0, #index, value))
        }
    }

    /// What a setter takes: just this type, or all that can be assigned to it.
    pub(crate) fn argument(&self, core: &Runtime) -> TokenStream {
        let value = argument_of(self.value, "Box").unwrap_or(self.value);
        let primitive = |ty| last_ident(ty).is_some_and(|ident| PRIMITIVE.iter().any(|name| ident == name));
        if primitive(value) { value.to_token_stream() } else { emit!(impl #core::Assign<#value>) }
    }

    /// It has no name that could mean another type.
    fn is_builtin(&self) -> bool {
        let core = self.core();
        matches!(ungroup(core), Type::Path(path) if path.path.get_ident().is_some_and(|ident| BUILTIN.iter().any(|name| ident == name)))
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

    /// Reports what can be seen to be wrong without knowing what the names mean.
    pub(crate) fn check(&self, ctxt: &mut Ctxt) {
        check_type(self.whole, ctxt);
    }
}

/// Names that mean one type only.
const BUILTIN: &[&str] = &["bool", "u8", "i16", "i32", "i64", "f32", "f64", "String", "DateTimeOffset", "TimeOfDay"];

/// Names of types that a setter takes as they are.
const PRIMITIVE: &[&str] = &[
    "bool",
    "u8",
    "i16",
    "i32",
    "i64",
    "f32",
    "f64",
    "DateTimeOffset",
    "TimeOfDay",
    "Date",
    "Duration",
    "Guid",
    "Binary",
    "Stream",
    "Flags",
    "Vec",
];

/// The types that users reach for and Graph does not have, with what to write instead.
const REPLACEMENTS: &[(&[&str], &str)] = &[
    (&["u16", "i8"], "`i16` (Edm.Int16)"),
    (&["u32", "usize", "isize"], "`i32` (Edm.Int32) or `i64` (Edm.Int64)"),
    (&["u64", "u128", "i128"], "`i64` (Edm.Int64)"),
    (&["char", "str", "PathBuf", "Url", "Cow"], "`String` (Edm.String)"),
    (
        &["DateTime", "NaiveDateTime", "OffsetDateTime", "PrimitiveDateTime", "SystemTime", "Zoned", "Timestamp"],
        "`graph_core::DateTimeOffset`",
    ),
    (&["NaiveDate"], "`graph_core::Date`"),
    (&["NaiveTime", "Time"], "`graph_core::TimeOfDay`"),
    (&["TimeDelta", "SignedDuration", "Span"], "`graph_core::Duration`"),
    (&["Uuid"], "`graph_core::Guid`"),
    (&["Bytes"], "`graph_core::Binary`"),
    (
        &["HashMap", "BTreeMap", "IndexMap"],
        "a struct with `#[derive(GraphComplex)]`, whose `#[graph(additional)]` field holds what you cannot name",
    ),
    (&["HashSet", "BTreeSet", "VecDeque", "LinkedList"], "`Vec`"),
    (&["Rc", "Arc"], "the type itself, or `Box` where the type is recursive"),
];

fn check_type(ty: &Type, ctxt: &mut Ctxt) {
    let mut refuse = |span: Span, what: &str, instead: &str| ctxt.error(span, format!("{what}: use {instead}"));
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            let Some(last) = path.path.segments.last() else { return };
            let name = last.ident.to_string();
            if let Some((_, instead)) = REPLACEMENTS.iter().find(|(names, _)| names.contains(&name.as_str())) {
                return refuse(last.ident.span(), &format!("no Graph property is a `{name}`"), instead);
            }
            let Some(inner) = argument_of(ty, &name) else { return };
            let inner_name = last_ident(inner).map(ToString::to_string);
            match (name.as_str(), inner_name.as_deref()) {
                ("Option", Some("Option")) => {
                    refuse(
                        inner.span(),
                        "a value is null or it is not",
                        "one `Option`; a patch tells absent from null by itself",
                    );
                }
                ("Vec", Some("Vec")) => {
                    refuse(inner.span(), "OData has no collection of collections", "one `Vec`, or a complex type that holds it")
                }
                ("Vec", Some("u8")) => {
                    refuse(ty.span(), "`Vec<u8>` would be a JSON array of numbers", "`graph_core::Binary` for bytes (Edm.Binary)")
                }
                ("Option" | "Vec" | "Box" | "Flags", _) => check_type(inner, ctxt),
                _ => {}
            }
        }
        Type::Reference(_) => refuse(ty.span(), "an entity owns its properties", "an owned type such as `String`"),
        Type::Tuple(_) => refuse(ty.span(), "OData has no tuples", "a struct with `#[derive(GraphComplex)]`"),
        Type::Array(_) | Type::Slice(_) => {
            refuse(ty.span(), "a collection has no fixed length", "`Vec`, or `graph_core::Binary` for bytes")
        }
        Type::Paren(inner) => check_type(&inner.elem, ctxt),
        Type::Group(inner) => check_type(&inner.elem, ctxt),
        Type::Path(_) | Type::Macro(_) => {}
        other => refuse(other.span(), "no Graph property has such a type", "a primitive type, a `GraphEnum` or a `GraphComplex`"),
    }
}

const WRAPPERS: &[&str] = &["Option", "Vec", "Box", "Flags"];

fn wrapped_at(ty: &Type, core: &Type) -> TokenStream {
    if std::ptr::eq(ty, core) {
        return core.to_token_stream();
    }
    let Some(inner) = WRAPPERS.iter().find_map(|wrapper| argument_of(ty, wrapper)) else { return ty.to_token_stream() };
    let Type::Path(path) = ungroup(ty) else { return ty.to_token_stream() };
    let (inner, at) = (wrapped_at(inner, core), At::of(core));
    let mut path = path.path.clone();
    let last = path.segments.pop().map(|last| last.ident);
    let leading = located(quote!(#path #last), at.start);
    let open = quote_spanned!(at.start=> <);
    let close = quote_spanned!(at.end=> >);
    quote!(#leading #open #inner #close)
}

/// The tokens in another place, with the names they know in their own.
fn located(tokens: impl ToTokens, at: Span) -> TokenStream {
    let located = tokens.to_token_stream().into_iter().map(|mut token| {
        token.set_span(token.span().located_at(at));
        token
    });
    located.collect()
}

/// The `T` of `Wrapper<T>`.
pub(crate) fn argument_of<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    let Type::Path(path) = ungroup(ty) else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == wrapper)?;
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
        ty => ty,
    }
}

pub(crate) fn last_ident(ty: &Type) -> Option<&syn::Ident> {
    match ungroup(ty) {
        Type::Path(path) => path.path.segments.last().map(|segment| &segment.ident),
        _ => None,
    }
}
