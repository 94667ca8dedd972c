//! The mistakes that checks find in a declaration.

use std::fmt;

use crate::name::{RustName, variant};
use crate::operation::OperationKind;

/// A mistake in the declaration of a type or an operation, and the part of the declaration that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The part of the declaration that is wrong.
    pub place: FindingPlace,
    /// The kind of the mistake, with the names for its message.
    pub mistake: Mistake,
    /// The names of the schemas that the declaration was checked against, for messages: `v1.0 and beta`.
    pub against: String,
}

/// The part of a declaration that a [`Finding`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FindingPlace {
    /// The type itself: its `odata_type`, or an enumeration's name.
    Type,
    /// The base type with this index in [`TypeDeclaration::bases`](super::TypeDeclaration::bases).
    Base(usize),
    /// The field with this index in [`TypeDeclaration::fields`](super::TypeDeclaration::fields).
    Field(usize),
    /// The member with this index in [`EnumDeclaration::members`](super::EnumDeclaration::members).
    Member(usize),
    /// The declared result of an action or function.
    Returns,
}

/// The kind of a mistake in a declaration, with the facts that its message needs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mistake {
    /// No schema has a structured type with the declared name.
    UnknownType {
        /// The qualified name of the type, as declared.
        name: String,
        /// The qualified name of the schema type with the most similar name.
        nearest: Option<String>,
    },
    /// The type was packed for paths only, so its properties cannot be checked.
    PathsOnly {
        /// The qualified name of the type, as declared.
        name: String,
    },
    /// The type does not derive from a base type that it declares.
    NotABase {
        /// The qualified name of the type, as declared.
        name: String,
        /// The qualified name of the base type, as the declaration gives it.
        base: String,
        /// The qualified names of the type's base types in the schema, nearest first.
        bases: Vec<String>,
    },
    /// The type does not have a property that the declaration lists.
    UnknownProperty {
        /// The property's name in JSON, as declared.
        property: String,
        /// The qualified name of the declared type.
        of: String,
        /// The JSON name of the type's property with the most similar name.
        nearest: Option<String>,
    },
    /// The property is declared with a type other than the schema's.
    WrongType {
        /// The property's name in JSON.
        property: String,
        /// The property's type in the schema, in words, such as `a collection of Edm.String`.
        schema_type: String,
        /// The Rust type to declare the property with.
        rust: String,
    },
    /// The property may be null, but is declared as never null.
    IsNullable {
        /// The property's name in JSON.
        property: String,
        /// The Rust type to declare the property with.
        rust: String,
    },
    /// The property may be null, but is declared `#[graph(not_null)]`.
    NotNullButNullable {
        /// The property's name in JSON.
        property: String,
    },
    /// The property is never null, but is declared as nullable.
    NeverNull {
        /// The property's name in JSON.
        property: String,
        /// The Rust type to declare the property with: an `Option` if the property may be absent.
        rust: String,
    },
    /// A navigation property is declared as always present, but only `$expand` adds it.
    OnlyExpanded {
        /// The property's name in JSON.
        property: String,
        /// The Rust type to declare the property with.
        rust: String,
    },
    /// The property is declared as always present, but the schemas of some API versions lack it.
    MayBeAbsent {
        /// The property's name in JSON.
        property: String,
        /// The names of the schemas that lack the property, for messages.
        lacking: String,
        /// The Rust type to declare the property with.
        rust: String,
    },
    /// Only the service sets the property, but it is not declared `#[graph(read_only)]`.
    IsComputed {
        /// The property's name in JSON.
        property: String,
        /// Whether the property is declared `create_only`.
        create_only: bool,
    },
    /// Clients set the property only when they create the entity, but it is not declared `create_only`.
    IsImmutable {
        /// The property's name in JSON.
        property: String,
    },
    /// The property is a key property of the type, but is not declared as the key.
    IsTheKey {
        /// The property's name in JSON.
        property: String,
    },
    /// The property is declared as the key, but is not a key property of the type.
    NotTheKey {
        /// The property's name in JSON.
        property: String,
        /// The JSON names of the key properties in the schema.
        key: Vec<String>,
    },
    /// The operation does not have a parameter that the declaration lists.
    UnknownParameter {
        /// The parameter's name, as declared.
        parameter: String,
        /// The operation's name.
        of: String,
        /// The most similar name of a parameter.
        nearest: Option<String>,
    },
    /// The parameter is declared as possibly absent, but a request needs it.
    RequiredParameter {
        /// The parameter's name.
        parameter: String,
        /// The Rust type to declare the parameter with.
        rust: String,
    },
    /// The declaration of an action lacks parameters that a request needs.
    MissingParameters {
        /// The operation's name.
        name: String,
        /// The fields to add, such as `all: bool`.
        fields: Vec<String>,
    },
    /// An action is declared as a function, or a function as an action.
    OtherKind {
        /// The operation's name.
        name: String,
        /// Whether the operation is an action or a function in the schema.
        kind: OperationKind,
    },
    /// The operation returns a type other than the declared one.
    Returns {
        /// The operation's name.
        name: String,
        /// The type of the result in the schema, in words, such as ``the entity type `user` ``.
        schema_type: String,
        /// The Rust type to declare the result with.
        rust: String,
        /// Whether the declaration lacks a result.
        is_absent: bool,
    },
    /// The operation returns nothing, but the declaration has a result.
    ReturnsNothing {
        /// The operation's name.
        name: String,
    },
    /// No schema has an enumeration with the declared name.
    UnknownEnum {
        /// The enumeration's name, as declared: a Rust name or a qualified name.
        name: String,
        /// The Rust name of the enumeration with the most similar name.
        nearest: Option<String>,
    },
    /// The enumeration does not have a member that the declaration lists.
    UnknownMember {
        /// The enumeration's name in the schema, without its namespace.
        name: String,
        /// The member's name in JSON, as declared.
        member: String,
        /// The JSON name of the most similar member that is not declared yet.
        nearest: Option<String>,
    },
    /// The schema's enumeration has members that the declaration does not list.
    MissingMembers {
        /// The enumeration's name in the schema, without its namespace.
        name: String,
        /// The names of the missing members in JSON.
        members: Vec<String>,
    },
    /// A flags enumeration is not declared as one, or a plain enumeration is declared as flags.
    Flags {
        /// The enumeration's name in the schema, without its namespace.
        name: String,
        /// Whether the enumeration is a flags enumeration in the schema.
        flags: bool,
    },
}

impl Finding {
    /// Returns a one-line message that states the mistake in the declaration.
    pub fn message(&self) -> String {
        let against = &self.against;
        match &self.mistake {
            Mistake::UnknownType { name, .. } => format!("there is no type `{name}` in {against}"),
            Mistake::PathsOnly { name } => format!("`{name}` was packed without its properties in {against}"),
            Mistake::NotABase { name, base, .. } => format!("`{name}` does not derive from `{base}` in {against}"),
            Mistake::UnknownProperty { property, of, .. } => format!("`{property}` is not a property of `{of}` in {against}"),
            Mistake::WrongType { property, schema_type, .. } => format!("`{property}` is {schema_type} in {against}"),
            Mistake::IsNullable { property, .. } | Mistake::NotNullButNullable { property } => {
                format!("`{property}` may be null in {against}")
            }
            Mistake::NeverNull { property, .. } => format!("`{property}` is never null in {against}"),
            Mistake::OnlyExpanded { property, .. } => {
                format!("`{property}` is a navigation property in {against}, absent unless `$expand` names it")
            }
            Mistake::MayBeAbsent { property, lacking, .. } => format!("there is no `{property}` in {lacking}"),
            Mistake::IsComputed { property, .. } => format!("only the service sets `{property}` in {against}"),
            Mistake::IsImmutable { property } => format!("only a creation can set `{property}` in {against}"),
            Mistake::IsTheKey { property } => format!("`{property}` is the key in {against}"),
            Mistake::NotTheKey { property, .. } => format!("`{property}` is not the key in {against}"),
            Mistake::UnknownParameter { parameter, of, .. } => format!("`{parameter}` is not a parameter of `{of}` in {against}"),
            Mistake::RequiredParameter { parameter, .. } => format!("`{parameter}` is required in {against}"),
            Mistake::MissingParameters { name, fields } if fields.len() == 1 => {
                format!("`{name}` needs a parameter in {against} that is not declared")
            }
            Mistake::MissingParameters { name, fields } => {
                format!("`{name}` needs {} parameters in {against} that are not declared", fields.len())
            }
            Mistake::OtherKind { name, kind } => {
                format!("`{name}` is {} in {against}", kind.with_article())
            }
            Mistake::Returns { name, schema_type, .. } => format!("`{name}` returns {schema_type} in {against}"),
            Mistake::ReturnsNothing { name } => format!("`{name}` returns nothing in {against}"),
            Mistake::UnknownEnum { name, .. } => format!("there is no enumeration `{name}` in {against}"),
            Mistake::UnknownMember { name, member, .. } => format!("`{member}` is not a member of `{name}` in {against}"),
            Mistake::MissingMembers { name, members } if members.len() == 1 => {
                format!("`{name}` has a member in {against} that is not declared")
            }
            Mistake::MissingMembers { name, members } => {
                format!("`{name}` has {} members in {against} that are not declared", members.len())
            }
            Mistake::Flags { name, flags: true } => format!("`{name}` is a flags enumeration in {against}"),
            Mistake::Flags { name, flags: false } => format!("`{name}` is not a flags enumeration in {against}"),
        }
    }

    /// Returns a phrase that tells how to fix the mistake, such as ``did you mean `id`?``, or `None` if the schema suggests no fix.
    pub fn help(&self) -> Option<String> {
        let nearest = |nearest: &Option<String>| nearest.as_ref().map(|name| format!("did you mean `{name}`?"));
        match &self.mistake {
            Mistake::UnknownType { nearest: name, .. } => nearest(name).or_else(|| {
                Some("a packed schema has only the types it was packed with: pack it again with `--types`".to_owned())
            }),
            Mistake::UnknownEnum { nearest: name, .. } => nearest(name).or_else(|| {
                let named = "if the service uses another name, add `#[graph(odata_type = \"…\")]`";
                let packed = "if the enumeration was not packed, pack again with `--types` naming a type that uses it";
                Some(format!("{named}; {packed}"))
            }),
            Mistake::PathsOnly { .. } => Some("pack it again with `--types` naming this one too".to_owned()),
            Mistake::UnknownProperty { nearest: name, .. }
            | Mistake::UnknownMember { nearest: name, .. }
            | Mistake::UnknownParameter { nearest: name, .. } => nearest(name),
            Mistake::NotABase { bases, .. } if bases.is_empty() => Some("remove `base`".to_owned()),
            Mistake::NotABase { bases, .. } => Some(format!("its bases are {}", list(bases))),
            Mistake::RequiredParameter { rust, .. }
            | Mistake::WrongType { rust, .. }
            | Mistake::IsNullable { rust, .. }
            | Mistake::OnlyExpanded { rust, .. } => Some(format!("write `{rust}`")),
            Mistake::NeverNull { rust, .. } if rust.starts_with("Option<") => Some("add `#[graph(not_null)]`".to_owned()),
            Mistake::NeverNull { rust, .. } => {
                Some(format!("write `{rust}`, or add `#[graph(not_null)]` if the service may omit it"))
            }
            Mistake::NotNullButNullable { .. } => Some("remove `not_null`".to_owned()),
            Mistake::MayBeAbsent { rust, .. } => Some(format!("write `{rust}` with `#[graph(not_null)]`")),
            Mistake::IsComputed { create_only: true, .. } => Some("write `read_only` in place of `create_only`".to_owned()),
            Mistake::IsComputed { .. } => Some("add `#[graph(read_only)]`".to_owned()),
            Mistake::IsImmutable { .. } => Some("add `#[graph(create_only)]`".to_owned()),
            Mistake::IsTheKey { .. } => Some("add `#[graph(key)]`".to_owned()),
            Mistake::NotTheKey { key, .. } if key.is_empty() => Some("the type has no key: remove `key`".to_owned()),
            Mistake::NotTheKey { key, .. } => Some(format!("the key is {}", list(key))),
            Mistake::MissingMembers { members, .. } => {
                Some(format!("add {}", list(&members.iter().map(|member| declared(member)).collect::<Vec<_>>())))
            }
            Mistake::MissingParameters { fields, .. } => Some(format!("add {}", list(fields))),
            Mistake::OtherKind { kind, .. } => Some(format!("write `#[derive({})]`", kind.derive())),
            Mistake::Returns { rust, is_absent: true, .. } => {
                Some(format!("add `returns = {rust}`, or `returns = ()` to ignore the result"))
            }
            Mistake::Returns { rust, .. } => Some(format!("write `returns = {rust}`")),
            Mistake::ReturnsNothing { .. } => Some("remove `returns`".to_owned()),
            Mistake::Flags { flags: true, .. } => Some("add `#[graph(flags)]`".to_owned()),
            Mistake::Flags { flags: false, .. } => Some("remove `flags`".to_owned()),
        }
    }
}

/// Returns the Rust variant that declares an enumeration's member, with its `rename` attribute if needed.
fn declared(member: &str) -> String {
    match variant(member) {
        RustName { ident, rename: false } => ident,
        RustName { ident, rename: true } => format!("#[graph(rename = \"{member}\")] {ident}"),
    }
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())?;
        self.help().map_or(Ok(()), |help| write!(f, "; {help}"))
    }
}
