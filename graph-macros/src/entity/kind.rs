//! The two kinds of OData structured type: entity and complex type.

use crate::attr::spec::Target;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Entity,
    Complex,
}

impl Kind {
    pub(super) fn derive_name(self) -> &'static str {
        match self {
            Self::Entity => "GraphEntity",
            Self::Complex => "GraphComplex",
        }
    }

    pub(super) fn target(self) -> Target {
        match self {
            Self::Entity => Target::Entity,
            Self::Complex => Target::Complex,
        }
    }

    pub(super) fn property_target(self) -> Target {
        match self {
            Self::Entity => Target::EntityProperty,
            Self::Complex => Target::ComplexProperty,
        }
    }
}
