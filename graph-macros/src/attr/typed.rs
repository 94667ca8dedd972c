//! The `#[graph(...)]` attributes as typed structs: one struct for each kind of target, with one field per key.

use syn::{Attribute, Path, Type};

use super::keys;
use super::reader::{Given, Keys};
use super::spec::Target;
use super::value::{Flag, Permissions, Text};
use crate::errors::Errors;

/// A struct that holds the `#[graph(...)]` attributes of one kind of target, such as `FieldAttributes`.
pub(crate) trait Attributes: Sized {
    /// Reads the `#[graph(...)]` attributes of one target and reports their errors.
    fn read(attributes: &[Attribute], target: Target, errors: &mut Errors) -> Self;
}

/// Defines a struct of typed attributes for each kind of target.
///
/// Each struct also has a field `unreadable`, which is true if some tokens could not be read as a key. A key that seems absent may be among
/// these tokens.
macro_rules! attributes {
    ($(
        $(#[$doc:meta])*
        struct $name:ident { $($field:ident: $ty:ty = $key:ident,)* }
        $(misplaced { $($misplaced:ident = $misplaced_key:ident)* })?
    )*) => {$(
        $(#[$doc])*
        pub(crate) struct $name {
            $(pub(crate) $field: Given<$ty>,)*
            $($(
                /// Whether the key is on this target, which does not take it.
                pub(crate) $misplaced: bool,
            )*)?
            #[allow(dead_code)] // some kinds have no key whose absence is an error
            pub(crate) unreadable: bool,
        }

        impl Attributes for $name {
            fn read(attributes: &[Attribute], target: Target, errors: &mut Errors) -> Self {
                let mut keys = Keys::read(attributes, target, errors);
                Self {
                    $($field: keys.take(&keys::$key),)*
                    $($($misplaced: keys.is_misplaced(&keys::$misplaced_key),)*)?
                    unreadable: keys.unreadable,
                }
            }
        }
    )*};
}

attributes! {
    /// The `#[graph(...)]` attributes of a struct: an entity, a complex type, an action or a function.
    struct StructAttributes {
        odata_type: Text = ODATA_TYPE,
        bases: Vec<Text> = BASE,
        schema: Vec<Text> = SCHEMA,
        tag: Text = TAG,
        permissions: Permissions = PERMISSIONS,
        keyless: Flag = KEYLESS,
        select: Flag = SELECT,
        eventual_consistency: Flag = EVENTUAL_CONSISTENCY,
        returns: Type = RETURNS,
        crate_path: Path = CRATE,
    }
    misplaced { key_is_misplaced = KEY }

    /// The `#[graph(...)]` attributes of a field of a struct.
    struct FieldAttributes {
        key: Flag = KEY,
        rename: Text = RENAME,
        read_only: Flag = READ_ONLY,
        create_only: Flag = CREATE_ONLY,
        not_null: Flag = NOT_NULL,
        additional: Flag = ADDITIONAL,
        etag: Flag = ETAG,
        bind: Flag = BIND,
    }
    misplaced { additional_is_misplaced = ADDITIONAL }

    /// The `#[graph(...)]` attributes of an enum with `#[derive(GraphEnum)]`.
    struct EnumAttributes {
        odata_type: Text = ODATA_TYPE,
        schema: Vec<Text> = SCHEMA,
        flags: Flag = FLAGS,
        crate_path: Path = CRATE,
    }
    misplaced { other_is_misplaced = OTHER }

    /// The `#[graph(...)]` attributes of a variant of an enum with `#[derive(GraphEnum)]`.
    struct MemberAttributes {
        rename: Text = RENAME,
        other: Flag = OTHER,
    }

    /// The `#[graph(...)]` attributes of an enum with `#[derive(GraphDerived)]`: its variants hold the subtypes of one OData base type.
    struct DerivedAttributes {
        base: Vec<Text> = BASE,
        crate_path: Path = CRATE,
    }
    misplaced { other_is_misplaced = OTHER }

    /// The `#[graph(...)]` attributes of a variant of an enum with `#[derive(GraphDerived)]`.
    struct VariantAttributes {
        other: Flag = OTHER,
    }
}
