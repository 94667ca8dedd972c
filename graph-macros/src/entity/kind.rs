//! The kinds of declared struct.

use crate::attr::spec::Target;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Entity,
    Complex,
    Action,
    Function,
}

impl Kind {
    /// Returns the name of the derive, and the `#[graph(...)]` targets of its struct and of the struct's fields.
    fn parts(self) -> (&'static str, Target, Target) {
        match self {
            Self::Entity => ("GraphEntity", Target::Entity, Target::EntityProperty),
            Self::Complex => ("GraphComplex", Target::Complex, Target::ComplexProperty),
            Self::Action => ("GraphAction", Target::Action, Target::Parameter),
            Self::Function => ("GraphFunction", Target::Function, Target::Parameter),
        }
    }

    /// Returns whether the fields of the struct are the parameters of an action or a function.
    pub(crate) fn is_operation(self) -> bool {
        self.property_target() == Target::Parameter
    }

    pub(crate) fn derive_name(self) -> &'static str {
        self.parts().0
    }

    pub(super) fn target(self) -> Target {
        self.parts().1
    }

    pub(super) fn property_target(self) -> Target {
        self.parts().2
    }
}
