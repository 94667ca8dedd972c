//! The mistakes that checks find in a declaration.

use std::fmt;

use crate::name::{RustName, variant};

/// A mistake in a declaration, with its place and the schemas that disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The part of the declaration that is wrong.
    pub place: FindingPlace,
    /// The mistake.
    pub mistake: Mistake,
    /// The labels of the schemas that disagree, for messages.
    pub against: String,
}

/// The part of a declaration that a [`Finding`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FindingPlace {
    /// The type itself: its `odata_type`, or an enumeration's name.
    Type,
    /// The base with this index.
    Base(usize),
    /// The field with this index.
    Field(usize),
    /// The enumeration's member with this index.
    Member(usize),
}

/// The kind of a mistake, with the facts that its message needs.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mistake {
    /// No schema has a structured type with the declared name.
    UnknownType {
        /// The declared name.
        name: String,
        /// The qualified name of the most similar type.
        nearest: Option<String>,
    },
    /// The type was packed for paths only, so its properties cannot be checked.
    PathsOnly {
        /// The type's name.
        name: String,
    },
    /// The type does not derive from the declared base.
    NotABase {
        /// The type's name.
        name: String,
        /// The declared base.
        base: String,
        /// The type's actual bases, nearest first.
        bases: Vec<String>,
    },
    /// The type does not have the declared property.
    UnknownProperty {
        /// The declared name.
        property: String,
        /// The type's name.
        of: String,
        /// The type's property with the most similar name.
        nearest: Option<String>,
    },
    /// The property is declared with a type other than the schema's.
    WrongType {
        /// The property's name.
        property: String,
        /// The schema's type, in words.
        schema_type: String,
        /// The Rust type to declare.
        rust: String,
    },
    /// The property may be null, but is declared as never null.
    IsNullable {
        /// The property's name.
        property: String,
        /// The Rust type to declare.
        rust: String,
    },
    /// The property may be null, but is declared `not_null`.
    NotNullButNullable {
        /// The property's name.
        property: String,
    },
    /// The property is never null, but is declared as nullable.
    NeverNull {
        /// The property's name.
        property: String,
        /// The Rust type to declare: an `Option` if the property may be absent.
        rust: String,
    },
    /// A navigation property is declared as always present, but only `$expand` adds it.
    OnlyExpanded {
        /// The property's name.
        property: String,
        /// The Rust type to declare.
        rust: String,
    },
    /// The property is declared as always present, but some versions lack it.
    MayBeAbsent {
        /// The property's name.
        property: String,
        /// The labels of the versions without the property.
        lacking: String,
        /// The Rust type to declare.
        rust: String,
    },
    /// Only the service sets the property, but it is not declared `read_only`.
    IsComputed {
        /// The property's name.
        property: String,
        /// Whether it is declared `create_only`.
        create_only: bool,
    },
    /// Clients set the property only when they create the entity, but it is not declared `create_only`.
    IsImmutable {
        /// The property's name.
        property: String,
    },
    /// The property is the key, but is not declared as the key.
    IsTheKey {
        /// The property's name.
        property: String,
    },
    /// The property is declared as the key, but is not the key.
    NotTheKey {
        /// The property's name.
        property: String,
        /// The names of the actual key properties.
        key: Vec<String>,
    },
    /// No schema has an enumeration with the declared Rust name.
    UnknownEnum {
        /// The declared name.
        name: String,
        /// The Rust name of the most similar enumeration.
        nearest: Option<String>,
    },
    /// The enumeration does not have the declared member.
    UnknownMember {
        /// The enumeration's name.
        name: String,
        /// The declared member.
        member: String,
        /// The most similar member that is not declared yet.
        nearest: Option<String>,
    },
    /// The enumeration has members that are not declared.
    MissingMembers {
        /// The enumeration's name.
        name: String,
        /// The missing members.
        members: Vec<String>,
    },
    /// A flags enumeration is not declared as one, or a plain enumeration is declared as flags.
    Flags {
        /// The enumeration's name.
        name: String,
        /// Whether the schema declares a flags enumeration.
        flags: bool,
    },
}

impl Finding {
    /// Returns a one-line message that states the mistake.
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

    /// Returns the fix, if the schema suggests one.
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
            Mistake::UnknownProperty { nearest: name, .. } | Mistake::UnknownMember { nearest: name, .. } => nearest(name),
            Mistake::NotABase { bases, .. } if bases.is_empty() => Some("remove `base`".to_owned()),
            Mistake::NotABase { bases, .. } => Some(format!("its bases are {}", list(bases))),
            Mistake::WrongType { rust, .. } | Mistake::IsNullable { rust, .. } | Mistake::OnlyExpanded { rust, .. } => {
                Some(format!("write `{rust}`"))
            }
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
            Mistake::Flags { flags: true, .. } => Some("add `#[graph(flags)]`".to_owned()),
            Mistake::Flags { flags: false, .. } => Some("remove `flags`".to_owned()),
        }
    }
}

/// Returns the variant that declares a member, with its `rename` attribute if needed.
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
