//! Types that can be seen to be wrong without knowing what their names mean, with what to write instead.

use proc_macro2::Ident;
use syn::Type;

use super::{IN_SCOPE, PropertyTy, WRAPPERS, argument_of, last_ident, shown, ungroup};
use crate::ctxt::{At, Ctxt};

/// The types that users reach for and Graph does not have.
const REPLACEMENTS: &[(&[&str], &str)] = &[
    (&["u16", "i8"], "`i16` (Edm.Int16)"),
    (&["u32", "usize", "isize"], "`i32` (Edm.Int32) or `i64` (Edm.Int64)"),
    (&["u64", "u128", "i128"], "`i64` (Edm.Int64)"),
    (&["Decimal", "BigDecimal", "f128"], "`f64` (Edm.Double and Edm.Decimal)"),
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
        "a struct with `#[derive(GraphComplex)]`, in which a field with `#[graph(additional)]` holds what you cannot name",
    ),
    (&["HashSet", "BTreeSet", "IndexSet", "VecDeque", "LinkedList"], "`Vec`"),
    (&["Rc", "Arc", "Cell", "RefCell", "Mutex", "RwLock"], "the type inside it"),
    (&["Result"], "the type of its value; what cannot be read is an error of the whole answer"),
    (&["PhantomData"], "no field at all"),
    (&["Additional"], "`#[graph(additional)]` above the field that keeps the properties without a field of their own"),
];

const NO_KEY: &[&str] = &["f32", "f64", "Binary", "Stream", "Vec", "Flags", "Box"];

impl PropertyTy<'_> {
    /// Reports what no property can be.
    pub(crate) fn check(&self, ctxt: &mut Ctxt) {
        check(self.whole, ctxt);
    }

    /// It may be the type of the field for all other properties, and none of a property.
    pub(crate) fn is_additional(&self) -> bool {
        last_ident(self.value)
            .is_some_and(|name| ["Additional", "HashMap", "BTreeMap", "IndexMap", "Map"].iter().any(|map| name == map))
    }

    /// Reports a value that always holds another one of its own type.
    pub(crate) fn check_ends(&self, field: &Ident, own: &Ident, ctxt: &mut Ctxt) {
        let Some(mut inner) = argument_of(self.whole, "Box") else { return };
        while let Some(next) = argument_of(inner, "Box") {
            inner = next;
        }
        if matches!(ungroup(inner), Type::Path(path) if path.path.is_ident(own)) {
            let message = format!("`{field}` always holds another `{own}`, and that one too: write `Option<Box<{own}>>`");
            ctxt.error(At::of(self.whole), message);
        }
    }

    /// Reports what no key can be.
    pub(crate) fn check_key(&self, field: &Ident, ctxt: &mut Ctxt) {
        if self.option {
            let value = shown(self.value);
            ctxt.error(At::of(self.whole), format!("a key is never null: write `{field}: {value}`"));
        } else if let Some(name) = last_ident(self.whole).filter(|name| NO_KEY.iter().any(|none| name == none)) {
            ctxt.error(At::of(self.whole), format!("a `{name}` is no key: keys are texts, whole numbers, dates, GUIDs or enums"));
        }
    }

    /// Reports any other type than the one for `@odata.etag`.
    pub(crate) fn check_is_etag(&self, ctxt: &mut Ctxt) {
        if !self.option || last_ident(self.value).is_none_or(|name| name != "String") {
            ctxt.error(At::of(self.whole), "an answer may have no etag: write `Option<String>`");
        }
    }

    /// Reports any other type than `Additional`.
    pub(crate) fn check_is_additional(&self, ctxt: &mut Ctxt) {
        if last_ident(self.whole).is_none_or(|name| name != "Additional") {
            ctxt.error(At::of(self.whole), "properties that have no field are kept as JSON: write `graph_core::Additional`");
        }
    }
}

fn check(ty: &Type, ctxt: &mut Ctxt) {
    let mut refuse = |what: &str, instead: &str| ctxt.error(At::of(ty), format!("{what}: write {instead}"));
    match ty {
        Type::Group(inner) => check(&inner.elem, ctxt),
        Type::Paren(inner) => check(&inner.elem, ctxt),
        Type::Path(path) if path.qself.is_none() => {
            let Some(last) = path.path.segments.last() else { return };
            let name = last.ident.to_string();
            if let Some((_, instead)) = REPLACEMENTS.iter().find(|(names, _)| names.contains(&name.as_str())) {
                return ctxt.error(last.ident.span(), format!("no Graph property has the type `{name}`: write {instead}"));
            }
            if let Some(inner) = argument_of(ty, &name) {
                check_inside(&name, ty, inner, ctxt);
            }
        }
        Type::Path(_) | Type::Macro(_) | Type::Infer(_) => {}
        Type::Reference(reference) => {
            let owned = match &*reference.elem {
                Type::Slice(slice) => format!("Vec<{}>", shown(&slice.elem)),
                other if last_ident(other).is_some_and(|name| name == "str") => "String".to_owned(),
                other => shown(other),
            };
            refuse("an entity owns its properties", &format!("`{owned}`"));
        }
        Type::Tuple(_) => refuse("OData has no tuples", "a struct with `#[derive(GraphComplex)]`"),
        Type::Array(_) | Type::Slice(_) => {
            refuse("OData knows collections of any length only", "`Vec`, or `graph_core::Binary` for bytes");
        }
        _ => refuse("no Graph property has such a type", "a primitive type, a `GraphEnum` or a `GraphComplex`"),
    }
}

/// The type inside a type of this name.
fn check_inside(name: &str, ty: &Type, inner: &Type, ctxt: &mut Ctxt) {
    let inner_name = last_ident(inner).map(ToString::to_string).unwrap_or_default();
    let shown_inner = shown(inner);
    match (name, inner_name.as_str()) {
        ("Option", "Option") => {
            let message = format!("a value is null or it is not, and a patch knows absence by itself: write `{shown_inner}`");
            ctxt.error(At::of(ty), message);
        }
        ("Vec", "Vec") => {
            let message = "OData has no collection of collections: write one `Vec`, of a `GraphComplex` that holds the other";
            ctxt.error(At::of(inner), message);
        }
        ("Vec", "u8") => {
            ctxt.error(At::of(ty), "bytes are no collection in OData: write `graph_core::Binary` (Edm.Binary)");
        }
        ("Box", "Option" | "Vec" | "Box" | "Flags" | "String" | "str") => {
            let value = if inner_name == "str" { "String" } else { &shown_inner };
            ctxt.error(At::of(ty), format!("a box is for a type that holds itself: write `{value}`"));
        }
        ("Flags", name) if WRAPPERS.contains(&name) || IN_SCOPE.contains(&name) => {
            ctxt.error(At::of(inner), "a set of flags is of one enum: write `Flags<TheEnum>`, inside the `Option` or `Vec`");
        }
        ("Option" | "Vec" | "Box" | "Flags", _) => check(inner, ctxt),
        _ => {}
    }
}

/// Whether elements of a collection may be null.
pub(super) fn nullable_elements(ty: &Type) -> Option<&Type> {
    let collection = argument_of(ty, "Option").unwrap_or(ty);
    argument_of(argument_of(collection, "Vec")?, "Option").map(ungroup)
}
