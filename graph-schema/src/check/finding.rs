//! The mistakes in a declaration.

use std::fmt;

use crate::name::{RustName, variant};

/// A mistake in a declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The part of the declaration.
    pub place: FindingPlace,
    /// The mistake.
    pub mistake: Mistake,
    /// The labels of the schemas that disagree.
    pub against: String,
}

/// The part of a declaration that a [`Finding`] is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FindingPlace {
    /// The type: its `odata_type`, or an enumeration's name.
    Type,
    /// One of the bases, by its index.
    Base(usize),
    /// One of the fields, by its index.
    Field(usize),
    /// One of an enumeration's members, by its index.
    Member(usize),
}

/// A mistake at a [`FindingPlace`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Mistake {
    /// No schema has a structured type of that name.
    UnknownType {
        /// The declared name.
        name: String,
        /// The nearest one, qualified.
        nearest: Option<String>,
    },
    /// The type was packed for paths only, so its properties cannot be checked.
    PathsOnly {
        /// The type.
        name: String,
    },
    /// The type does not derive from that base.
    NotABase {
        /// The type.
        name: String,
        /// The declared base.
        base: String,
        /// Its bases, nearest first.
        bases: Vec<String>,
    },
    /// The type has no such property.
    UnknownProperty {
        /// The declared name.
        property: String,
        /// The type.
        of: String,
        /// The nearest of its properties.
        nearest: Option<String>,
    },
    /// The property has another type.
    WrongType {
        /// The property.
        property: String,
        /// Its type in words.
        schema_type: String,
        /// The type to declare.
        rust: String,
    },
    /// The property may be null.
    IsNullable {
        /// The property.
        property: String,
        /// The type to declare.
        rust: String,
    },
    /// The property may be null, though it is declared `not_null`.
    NotNullButNullable {
        /// The property.
        property: String,
    },
    /// The property is never null.
    NeverNull {
        /// The property.
        property: String,
        /// The type to declare; an `Option` where the property may be absent.
        rust: String,
    },
    /// The property is a navigation property, which only `$expand` adds, and is declared as always present.
    OnlyExpanded {
        /// The property.
        property: String,
        /// The type to declare.
        rust: String,
    },
    /// Not all versions have the property.
    MayBeAbsent {
        /// The property.
        property: String,
        /// The versions that lack it.
        lacking: String,
        /// The type to declare.
        rust: String,
    },
    /// Only the service sets the property, and it is not declared `read_only`.
    IsComputed {
        /// The property.
        property: String,
    },
    /// The property is the key and is not declared as the key.
    IsTheKey {
        /// The property.
        property: String,
    },
    /// The property is declared to be the key.
    NotTheKey {
        /// The property.
        property: String,
        /// The key of the type.
        key: Vec<String>,
    },
    /// No schema has an enumeration with this name in Rust.
    UnknownEnum {
        /// The declared name.
        name: String,
        /// The nearest enumeration, by its name in Rust.
        nearest: Option<String>,
    },
    /// The enumeration has no such member.
    UnknownMember {
        /// The enumeration.
        name: String,
        /// The declared member.
        member: String,
        /// The nearest one that is not declared yet.
        nearest: Option<String>,
    },
    /// The enumeration has more members than declared.
    MissingMembers {
        /// The enumeration.
        name: String,
        /// The missing members.
        members: Vec<String>,
    },
    /// The enumeration is a flags enumeration and is not declared as one, or the reverse.
    Flags {
        /// The enumeration.
        name: String,
        /// Whether it is a flags enumeration.
        flags: bool,
    },
}

impl Finding {
    /// Returns the mistake in one line.
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
            Mistake::IsComputed { property } => format!("only the service sets `{property}` in {against}"),
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

    /// Returns the fix, if the schema shows one.
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
            Mistake::IsComputed { .. } => Some("add `#[graph(read_only)]`".to_owned()),
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

/// Returns the variant for a member as a declaration writes it.
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
