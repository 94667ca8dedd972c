//! The table of `#[graph(...)]` keys. Each key also has a field in `typed.rs`, in the struct of every target that takes the key.

use proc_macro2::Ident;
use syn::{Path, Type};

use super::spec::{Form, Key, KeySpec, OPERATION, PROPERTY, STRUCT, Target};
use super::value::{Flag, KeyValue, Permissions, Text};

macro_rules! keys {
    ($($key:ident: $value:ty = $name:literal, $aliases:expr, $targets:expr, $example:literal;)*) => {
        $(pub(super) static $key: Key<$value> = Key::new($name, &$aliases, $targets, form::<$value>(), $example);)*
        pub(super) static KEYS: &[&KeySpec] = &[$(&$key.spec),*];
    };
}

const fn form<T: KeyValue>() -> Form {
    T::FORM
}

// Columns: identifier of the constant, type of the key's value, key as users write it, aliases that people try, targets, example.
#[rustfmt::skip]
keys! {
    ODATA_TYPE: Text = "odata_type", ["type", "name", "type_name", "odata"], &[Target::Entity, Target::Complex, Target::Enum], "odata_type = \"microsoft.graph.deviceConfiguration\"";
    BASE: Vec<Text> = "base", ["extends", "inherits", "parent", "base_type", "odata_type"], &[Target::Entity, Target::Complex, Target::DerivedEnum], "base = \"microsoft.graph.deviceConfiguration\"";
    RETURNS: Type = "returns", ["return", "result", "output", "response"], OPERATION, "returns = Vec<String>";
    SCHEMA: Vec<Text> = "schema", ["csdl", "metadata", "checked_against"], &[Target::Entity, Target::Complex, Target::Action, Target::Function, Target::Enum], "schema = \"schema/beta.graph\"";
    TAG: Text = "tag", ["tagged"], STRUCT, "tag = \"never\"";
    PERMISSIONS: Permissions = "permissions", ["scope", "scopes"], &[Target::Entity, Target::Action, Target::Function], "permissions(delegated(\"User.Read\"), application(\"User.Read.All\"))";
    KEYLESS: Flag = "keyless", ["no_key", "without_key", "singleton"], &[Target::Entity], "keyless";
    SELECT: Flag = "select", ["view", "selects", "selected", "projection", "subset"], &[Target::Entity], "select";
    EVENTUAL_CONSISTENCY: Flag = "eventual_consistency", ["eventual", "eventually_consistent", "consistency", "consistency_level"], &[Target::Entity], "eventual_consistency";
    CRATE: Path = "crate", ["krate", "runtime", "graph_core"], &[Target::Entity, Target::Complex, Target::Action, Target::Function, Target::Enum, Target::DerivedEnum], "crate = ::graph_core";
    KEY: Flag = "key", ["id", "primary", "primary_key"], &[Target::EntityProperty], "key";
    RENAME: Text = "rename", ["name", "alias", "json", "json_name", "wire", "serialize"], &[Target::EntityProperty, Target::ComplexProperty, Target::Parameter, Target::Member], "rename = \"azureADDeviceId\"";
    READ_ONLY: Flag = "read_only", ["computed"], PROPERTY, "read_only";
    CREATE_ONLY: Flag = "create_only", ["immutable", "set_once", "init_only"], PROPERTY, "create_only";
    NOT_NULL: Flag = "not_null", ["never_null"], PROPERTY, "not_null";
    ADDITIONAL: Flag = "additional", ["extra", "unknown", "open"], PROPERTY, "additional";
    ETAG: Flag = "etag", ["e_tag", "version"], &[Target::EntityProperty], "etag";
    BIND: Flag = "bind", ["odata_bind", "bindable", "reference"], &[Target::EntityProperty], "bind";
    FLAGS: Flag = "flags", ["bitflags", "flag_enum"], &[Target::Enum], "flags";
    OTHER: Flag = "other", ["fallback", "catch_all", "unknown", "default"], &[Target::Member, Target::DerivedVariant], "other";
}

/// Words that people try as `#[graph(...)]` keys although no such keys exist, each group with the help text of its error message.
pub(super) const UNSUPPORTED: &[(&[&str], &str)] = &[
    (&["path", "paths", "v1", "beta", "url"], "declare paths with `#[graph_paths(v1, \"/…\")]`"),
    (&["nullable", "optional", "null", "default"], "use `Option` for a property that may be null or absent"),
    (
        &["required", "non_null", "non_nullable", "mandatory"],
        "a type without `Option` is required; mark an `Option` that may be absent but never null `not_null`",
    ),
    (&["flatten"], "a complex type is one property; mark a field `additional` to keep the properties without a field"),
    (&["mutable", "writable", "writeable", "read_write"], "a property is writable unless it is marked `read_only`"),
    (&["untagged"], "write `tag = \"never\"`"),
    (&["rename_all", "case"], "names become camelCase automatically; use `rename` for exceptions"),
    (
        &["skip", "ignore", "skip_serializing", "skip_serializing_if"],
        "every field is a property; move other data out of the struct",
    ),
];

/// `#[graph(...)]` keys that cannot be combined on one field or variant: the key to keep, the keys to remove, and the reason for the error
/// message.
pub(super) static EXCLUSIONS: &[(&KeySpec, &[&KeySpec], &str)] = &[
    (
        &ADDITIONAL.spec,
        &[&KEY.spec, &ETAG.spec, &RENAME.spec, &READ_ONLY.spec, &CREATE_ONLY.spec, &NOT_NULL.spec, &BIND.spec],
        "the field is not a property, it keeps the properties without a field",
    ),
    (
        &ETAG.spec,
        &[&KEY.spec, &RENAME.spec, &READ_ONLY.spec, &CREATE_ONLY.spec, &NOT_NULL.spec, &BIND.spec],
        "the field is not a property, it keeps `@odata.etag`",
    ),
    (&KEY.spec, &[&READ_ONLY.spec], "a key is always read-only"),
    (&KEY.spec, &[&CREATE_ONLY.spec], "no update can change a key"),
    (&READ_ONLY.spec, &[&CREATE_ONLY.spec], "a creation cannot set it either"),
    (&KEY.spec, &[&NOT_NULL.spec], "a key is always present"),
    (&OTHER.spec, &[&RENAME.spec], "the variant keeps members by the names that the service sends"),
];

/// Returns whether the name is a `#[graph(...)]` key of any target, such as `rename`.
pub(crate) fn is_key(name: &Ident) -> bool {
    KEYS.iter().any(|key| name == key.name())
}

/// Returns whether the name is a `#[graph(...)]` key that takes no value, such as `read_only`.
pub(super) fn is_flag(name: &Ident) -> bool {
    KEYS.iter().any(|key| name == key.name() && matches!(key.form, Form::Flag))
}
