//! The type of a property, as its field spells it.

pub(crate) mod check;
pub(crate) mod shape;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

use crate::span_range::SpanRange;
use crate::tokens::located;
use shape::{argument_of, innermost, last_ident, unboxed, ungroup, wrapper_of};

/// The Rust type of a property's field, judged by its spelling: a macro cannot see which type a name refers to.
pub(crate) struct PropertyType<'a> {
    pub(crate) declared: &'a Type,
    /// The declared type without its `Option`.
    pub(crate) value: &'a Type,
    pub(crate) is_option: bool,
    /// The declared type without its `Option`, `Vec`, `Box` and `Flags`: `T` for `Option<Vec<T>>`.
    innermost: &'a Type,
    /// The name of `innermost`, if its path is one identifier. Comparing an identifier allocates, so the text is made once per property.
    name: Option<String>,
}

/// Names of Rust's primitive types, and `String`. Each of these names can only mean one type.
pub(crate) const PRELUDE: &[&str] = &["bool", "u8", "i16", "i32", "i64", "f32", "f64", "String"];

/// Names of graph-core's types that another library's types are unlikely to have.
const UNIQUE: &[&str] = &["DateTimeOffset", "TimeOfDay"];

/// Names of the property types that a patch's setter takes without a conversion.
#[rustfmt::skip]
const PRIMITIVE: &[&str] = &[
    "bool", "u8", "i16", "i32", "i64", "f32", "f64", "Decimal", "DateTimeOffset", "Date", "TimeOfDay", "Duration", "Guid", "Binary", "Stream",
    "Flags", "Vec", "Expanded",
];

impl<'a> PropertyType<'a> {
    pub(crate) fn new(declared: &'a Type) -> Self {
        let value = argument_of(declared, "Option").unwrap_or(declared);
        let innermost = innermost(value);
        let name = match ungroup(innermost) {
            Type::Path(path) => path.path.get_ident().map(ToString::to_string),
            _ => None,
        };
        Self { declared, value, is_option: !std::ptr::eq(value, declared), innermost, name }
    }

    /// Returns whether a patch's setter takes a value of the type without a conversion.
    pub(crate) fn is_primitive(&self) -> bool {
        last_ident(unboxed(self.value)).is_some_and(|ident| PRIMITIVE.contains(&ident.to_string().as_str()))
    }

    /// Returns whether the type has no wrapper and may be a user's type.
    pub(crate) fn is_bare(&self) -> bool {
        std::ptr::eq(self.declared, self.innermost) && !self.is_builtin() && !self.is_primitive()
    }

    /// Returns whether the name of the innermost type can mean only one type, such as `String` or `DateTimeOffset`.
    pub(crate) fn is_builtin(&self) -> bool {
        self.is_in_prelude() || self.innermost_is(UNIQUE)
    }

    pub(crate) fn is_in_prelude(&self) -> bool {
        self.innermost_is(PRELUDE)
    }

    fn innermost_is(&self, names: &[&str]) -> bool {
        self.name.as_deref().is_some_and(|name| names.contains(&name))
    }

    /// Returns whether the type is a map. A field with a map type is probably meant to keep the properties that no other field declares.
    pub(crate) fn is_map(&self) -> bool {
        let maps = ["Additional", "HashMap", "BTreeMap", "IndexMap", "Map"];
        last_ident(self.value).is_some_and(|name| maps.contains(&name.to_string().as_str()))
    }
}

/// Emits the declared type. The wrappers get the span of the innermost type, so that rustc reports an unknown type at its own name.
impl ToTokens for PropertyType<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(wrappers_at(self.declared, self.innermost));
    }
}

fn wrappers_at(ty: &Type, innermost: &Type) -> TokenStream {
    if std::ptr::eq(ty, innermost) {
        return innermost.to_token_stream();
    }
    let (Type::Path(path), Some((_, inner))) = (ungroup(ty), wrapper_of(ty)) else {
        return ty.to_token_stream();
    };
    let (inner, SpanRange { start, end }) = (wrappers_at(inner, innermost), SpanRange::of(innermost));
    let mut path = path.path.clone();
    let last = path.segments.pop().map(|last| last.ident);
    let outer = located(quote!(#path #last), start);
    let (open, close) = (quote_spanned!(start=> <), quote_spanned!(end=> >));
    quote!(#outer #open #inner #close)
}
