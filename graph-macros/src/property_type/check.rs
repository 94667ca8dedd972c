//! Checks the type of a property by its spelling alone, and suggests a replacement for a wrong type.

use proc_macro2::Ident;
use syn::Type;

use super::shape::{WRAPPERS, argument_of, display, last_ident, ungroup, wrapper_of};
use super::{PRELUDE, PropertyType};
use crate::errors::{Error, Errors};
use crate::span_range::SpanRange;

/// Names of Rust types that Graph has no type for, each group with the replacement for the error message.
const REPLACEMENTS: &[(&[&str], &str)] = &[
    (&["u16", "i8"], "`i16` (Edm.Int16)"),
    (&["u32", "usize", "isize"], "`i32` (Edm.Int32) or `i64` (Edm.Int64)"),
    (&["u64", "u128", "i128"], "`i64` (Edm.Int64)"),
    (
        &["BigDecimal", "BigRational", "Decimal128", "D128", "d128", "f128"],
        "`graph_core::Decimal` (Edm.Decimal) or `f64` (Edm.Double)",
    ),
    (&["char", "str", "Cow", "PathBuf", "OsString", "Url", "Uri", "IpAddr"], "`String` (Edm.String)"),
    (
        &["DateTime", "NaiveDateTime", "OffsetDateTime", "PrimitiveDateTime", "SystemTime", "Instant", "Zoned", "Timestamp"],
        "`graph_core::DateTimeOffset` (Edm.DateTimeOffset)",
    ),
    (&["NaiveDate"], "`graph_core::Date` (Edm.Date)"),
    (&["NaiveTime", "Time"], "`graph_core::TimeOfDay` (Edm.TimeOfDay)"),
    (&["TimeDelta", "SignedDuration", "Span"], "`graph_core::model::Duration` (Edm.Duration)"),
    (&["Uuid"], "`graph_core::Guid` (Edm.Guid)"),
    (&["Bytes"], "`graph_core::Binary` (Edm.Binary)"),
    (
        &["HashMap", "BTreeMap", "IndexMap"],
        "a struct with `#[derive(GraphComplex)]`, with a field marked `#[graph(additional)]` for the names you do not know",
    ),
    (&["HashSet", "BTreeSet", "IndexSet", "VecDeque", "LinkedList"], "`Vec`"),
    (&["Rc", "Arc", "Cell", "RefCell", "Mutex", "RwLock"], "the type inside it"),
    (&["Result"], "the type of its value; a value that cannot be read is an error of the response"),
    (&["PhantomData"], "no field at all"),
    (&["Additional"], "`#[graph(additional)]` on the field that keeps the properties without a field"),
];

/// Names of Rust types that an entity's key cannot have.
const NOT_A_KEY: &[&str] = &["f32", "f64", "Binary", "Stream", "Vec", "Expanded", "Flags", "Box"];

/// Returns an error if the type cannot be the type of a property.
pub(crate) fn property(ty: &PropertyType<'_>) -> Option<Error> {
    flaw(ty.declared)
}

/// Returns an error if the type of a field marked `etag` is not `Option<String>`.
pub(crate) fn etag(ty: &PropertyType<'_>) -> Option<Error> {
    let is_text = ty.is_option && last_ident(ty.value).is_some_and(|name| name == "String");
    let message = "a response may lack the etag: use `Option<String>`";
    (!is_text).then(|| Error::new(SpanRange::of(ty.declared), message))
}

/// Returns an error if the type of a field marked `additional` is not `Additional`.
pub(crate) fn additional(ty: &PropertyType<'_>) -> Option<Error> {
    let is_additional = last_ident(ty.declared).is_some_and(|name| name == "Additional");
    let message = "properties without a field are kept as JSON: use `graph_core::Additional`";
    (!is_additional).then(|| Error::new(SpanRange::of(ty.declared), message))
}

/// Reports the type of the key field `field` if an entity's key cannot have this type.
pub(crate) fn key(ty: &PropertyType<'_>, field: &Ident, errors: &mut Errors) {
    let at = SpanRange::of(ty.declared);
    if ty.is_option {
        errors.report(at, format!("a key cannot be null: write `{field}: {}`", display(ty.value)));
    } else if let Some(name) = last_ident(ty.declared).filter(|name| NOT_A_KEY.iter().any(|other| name == other)) {
        errors.report(at, format!("`{name}` cannot be a key: use a string, an integer, a date, a GUID or an enum"));
    }
}

/// Reports a field of the struct `own` that has the type `Box<own>`, so that every `own` contains another `own`.
pub(crate) fn endless(ty: &PropertyType<'_>, field: &Ident, own: &Ident, errors: &mut Errors) {
    let Some(mut inner) = argument_of(ty.declared, "Box") else { return };
    while let Some(next) = argument_of(inner, "Box") {
        inner = next;
    }
    if matches!(ungroup(inner), Type::Path(path) if path.path.is_ident(own)) {
        let message = format!("`{field}` always contains another `{own}`, so no value can be built: use `Option<Box<{own}>>`");
        errors.report(SpanRange::of(ty.declared), message);
    }
}

fn flaw(ty: &Type) -> Option<Error> {
    let instead = |fact: &str, instead: &str| Some(Error::new(SpanRange::of(ty), format!("{fact}: use {instead}")));
    match ty {
        Type::Group(inner) => flaw(&inner.elem),
        Type::Paren(inner) => flaw(&inner.elem),
        Type::Path(path) if path.qself.is_none() => {
            let last = path.path.segments.last()?;
            let name = last.ident.to_string();
            if let Some((_, instead)) = REPLACEMENTS.iter().find(|(names, _)| names.contains(&name.as_str())) {
                let message = format!("`{name}` is not a property type: use {instead}");
                return Some(Error::new(last.ident.span(), message));
            }
            let crates = ["std", "core", "chrono"];
            if ["Duration", "Date"].contains(&name.as_str())
                && crates.iter().any(|root| path.path.segments.first().is_some_and(|first| first.ident == root))
            {
                let message = format!("`{}` is not a property type: use `graph_core::{name}` (Edm.{name})", display(ty));
                return Some(Error::new(SpanRange::of(ty), message));
            }
            wrapper_flaw(&name, ty, argument_of(ty, &name)?)
        }
        Type::Path(_) | Type::Macro(_) | Type::Infer(_) => None,
        Type::Reference(reference) => {
            let owned = match &*reference.elem {
                Type::Slice(slice) => format!("Vec<{}>", display(&slice.elem)),
                other if last_ident(other).is_some_and(|name| name == "str") => "String".to_owned(),
                other => display(other),
            };
            instead("a property cannot be a reference", &format!("`{owned}`"))
        }
        Type::Tuple(_) => instead("OData does not have tuples", "a struct with `#[derive(GraphComplex)]`"),
        Type::Array(_) | Type::Slice(_) => {
            instead("OData does not have collections of a fixed length", "`Vec`, or `graph_core::Binary` for bytes")
        }
        _ => instead("a property cannot have this type", "a primitive type, a `GraphEnum` or a `GraphComplex`"),
    }
}

/// Checks the property type `name<inner>`. Returns an error if the wrapper `name` cannot contain `inner`, as in `Option<Option<T>>`.
fn wrapper_flaw(name: &str, ty: &Type, inner: &Type) -> Option<Error> {
    let inner_name = last_ident(inner).map(ToString::to_string).unwrap_or_default();
    let (at, shown) = (SpanRange::of(ty), display(inner));
    match (name, inner_name.as_str()) {
        ("Option", "Option") => {
            let message = format!("`Option` cannot be nested, a patch has absent properties anyway: use `{shown}`");
            Some(Error::new(at, message))
        }
        ("Vec" | "Expanded", "Vec" | "Expanded") => {
            let message =
                "OData does not have collections of collections: use one `Vec` of a `GraphComplex` that contains the other";
            Some(Error::new(SpanRange::of(inner), message))
        }
        ("Vec", "u8") => Some(Error::new(at, "OData does not have collections of bytes: use `graph_core::Binary` (Edm.Binary)")),
        ("Box", "Option" | "Vec" | "Expanded" | "Box" | "Flags" | "String" | "str") => {
            let value = if inner_name == "str" { "String" } else { &shown };
            Some(Error::new(at, format!("`Box` is only for a type that contains itself: use `{value}`")))
        }
        ("Flags", name) if WRAPPERS.contains(&name) || PRELUDE.contains(&name) => {
            let message = "`Flags` takes an enum: write `Flags<TheEnum>` inside the `Option` or `Vec`";
            Some(Error::new(SpanRange::of(inner), message))
        }
        ("Option" | "Vec" | "Expanded" | "Box" | "Flags", _) => flaw(inner),
        _ => None,
    }
}

/// Returns the name of the wrapper and `T`, if the type is a collection whose elements may be null: `Vec<Option<T>>`,
/// `Expanded<Option<T>>`, or an `Option` of one of these types.
pub(crate) fn nullable_elements(ty: &Type) -> Option<(&'static str, &Type)> {
    let collection = argument_of(ty, "Option").unwrap_or(ty);
    let (wrapper, element) = wrapper_of(collection).filter(|(wrapper, _)| ["Vec", "Expanded"].contains(wrapper))?;
    Some((wrapper, ungroup(argument_of(element, "Option")?)))
}
