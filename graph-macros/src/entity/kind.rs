//! The kinds of declared struct: entity, complex type, action and function.

use crate::attr::spec::Target;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Entity,
    Complex,
    Action,
    Function,
}

impl Kind {
    /// Returns whether the struct is an action or a function, whose fields are parameters.
    pub(super) fn is_operation(self) -> bool {
        matches!(self, Self::Action | Self::Function)
    }

    pub(super) fn derive_name(self) -> &'static str {
        match self {
            Self::Entity => "GraphEntity",
            Self::Complex => "GraphComplex",
            Self::Action => "GraphAction",
            Self::Function => "GraphFunction",
        }
    }

    pub(super) fn target(self) -> Target {
        match self {
            Self::Entity => Target::Entity,
            Self::Complex => Target::Complex,
            Self::Action => Target::Action,
            Self::Function => Target::Function,
        }
    }

    pub(super) fn property_target(self) -> Target {
        match self {
            Self::Entity => Target::EntityProperty,
            Self::Complex => Target::ComplexProperty,
            Self::Action | Self::Function => Target::Parameter,
        }
    }
}
