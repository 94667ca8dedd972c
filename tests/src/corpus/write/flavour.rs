//! The library and the purpose of a generated crate.

/// The library of the declarations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// The framework's derives and paths.
    Graph,
    /// `serde::Serialize` and `serde::Deserialize` only.
    Serde,
}

/// The purpose of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Compare every page with its declaration.
    Check,
    /// Decode, patch and encode every entity once.
    Exercise {
        /// Derive `Clone`, `Debug` and `PartialEq` too.
        std_derives: bool,
    },
}

impl Purpose {
    pub(super) fn std_derives(self) -> &'static str {
        match self {
            Self::Check | Self::Exercise { std_derives: true } => "Clone, Debug, PartialEq, ",
            Self::Exercise { std_derives: false } => "",
        }
    }
}
