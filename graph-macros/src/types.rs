//! What a property's type says by its spelling: `Option`, `Vec`, and mistakes that have a known answer.

use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{GenericArgument, PathArguments, Type};

use crate::ctxt::Ctxt;

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

    /// The type without `Option` and `Box`: what a setter takes.
    pub(crate) fn unboxed(&self) -> &'a Type {
        argument_of(self.value, "Box").unwrap_or(self.value)
    }

    pub(crate) fn is_string(&self) -> bool {
        last_ident(self.value).is_some_and(|ident| ident == "String")
    }

    /// One of the types that the runtime implements, so that a setter takes just this type.
    pub(crate) fn is_primitive(&self) -> bool {
        const PRIMITIVE: &[&str] = &[
            "bool",
            "u8",
            "i16",
            "i32",
            "i64",
            "f32",
            "f64",
            "String",
            "DateTimeOffset",
            "Date",
            "TimeOfDay",
            "Duration",
            "Guid",
            "Binary",
            "Stream",
            "Flags",
            "Vec",
        ];
        last_ident(self.value).is_some_and(|ident| PRIMITIVE.iter().any(|name| ident == name))
    }

    /// Reports what can be seen to be wrong without knowing what the names mean.
    pub(crate) fn check(&self, ctxt: &mut Ctxt) {
        check_type(self.whole, ctxt);
    }
}

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
