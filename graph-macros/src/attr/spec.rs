//! The description of one `#[graph(...)]` key: its name, aliases, targets and the syntax of its value.

use std::marker::PhantomData;

use crate::wording::alternatives;
use graph_schema::syntax::nearest::nearest;

/// The kind of item, field or variant that a `#[graph(...)]` attribute is written on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    Entity,
    Complex,
    EntityProperty,
    ComplexProperty,
    Action,
    Function,
    /// A field of an action or a function.
    Parameter,
    /// An enum with `#[derive(GraphEnum)]`.
    Enum,
    /// A variant of an enum with `#[derive(GraphEnum)]`.
    Member,
    /// An enum with `#[derive(GraphDerived)]`.
    DerivedEnum,
    /// A variant of an enum with `#[derive(GraphDerived)]`.
    DerivedVariant,
}

pub(super) const STRUCT: &[Target] = &[Target::Entity, Target::Complex];
pub(super) const OPERATION: &[Target] = &[Target::Action, Target::Function];
pub(super) const PROPERTY: &[Target] = &[Target::EntityProperty, Target::ComplexProperty];

impl Target {
    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Entity => "an entity",
            Self::Complex => "a complex type",
            Self::EntityProperty => "a property of an entity",
            Self::ComplexProperty => "a property of a complex type",
            Self::Action => "an action",
            Self::Function => "a function",
            Self::Parameter => "a parameter",
            Self::Enum => "an enum",
            Self::Member => "an enum member",
            Self::DerivedEnum => "an enum of derived types",
            Self::DerivedVariant => "a variant of derived types",
        }
    }
}

/// The syntax of the value of a `#[graph(...)]` key.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// The key alone, without a value.
    Flag,
    /// A string: `key = "text"`.
    Text,
    /// One string or several: `key = "text"` or `key("text", "text")`.
    Texts,
    /// A path: `key = path`.
    Path,
    /// A type: `key = type`.
    Type,
    /// Names of permissions: `key(delegated("…"), application("…"))`.
    Permissions,
}

/// A word that the macros accept as an argument, such as `rename` or `beta`, and the aliases that people try instead of it.
pub(crate) struct Keyword {
    pub(crate) name: &'static str,
    pub(crate) aliases: &'static [&'static str],
}

impl Keyword {
    /// Returns the name of the keyword whose name or alias is most similar to `typed`.
    pub(crate) fn nearest<'a>(typed: &str, keywords: impl Iterator<Item = &'a Self>) -> Option<&'static str> {
        let mut spellings = Vec::new();
        for keyword in keywords {
            for alias in keyword.aliases {
                spellings.push((*alias, keyword.name));
            }
            spellings.push((keyword.name, keyword.name));
        }
        let near = nearest(typed, spellings.iter().map(|(spelling, _)| *spelling))?;
        spellings.iter().find(|(spelling, _)| *spelling == near).map(|(_, name)| *name)
    }
}

/// The description of one `#[graph(...)]` key: a row of the table `KEYS`.
pub(super) struct KeySpec {
    pub(super) keyword: Keyword,
    pub(super) targets: &'static [Target],
    pub(super) form: Form,
    pub(super) example: &'static str,
}

impl KeySpec {
    pub(super) const fn name(&self) -> &'static str {
        self.keyword.name
    }

    /// Lists the targets that take the key, for an error message: "an entity or an enum". Says "a property" if the properties of entities
    /// and of complex types take the key.
    pub(super) fn describe_targets(&self) -> String {
        let any_property = PROPERTY.iter().all(|target| self.targets.contains(target));
        let single = self.targets.iter().filter(|target| !any_property || !PROPERTY.contains(target));
        let mut targets: Vec<_> = single.map(|target| target.describe()).collect();
        if any_property {
            targets.insert(0, "a property");
        }
        alternatives(&targets)
    }
}

/// A `#[graph(...)]` key whose parsed value has the type `T`.
pub(super) struct Key<T> {
    pub(super) spec: KeySpec,
    value: PhantomData<fn() -> T>,
}

impl<T> Key<T> {
    pub(super) const fn new(
        name: &'static str,
        aliases: &'static [&'static str],
        targets: &'static [Target],
        form: Form,
        example: &'static str,
    ) -> Self {
        Self { spec: KeySpec { keyword: Keyword { name, aliases }, targets, form, example }, value: PhantomData }
    }
}
