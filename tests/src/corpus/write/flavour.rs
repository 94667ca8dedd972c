//! The library and the purpose of a generated crate.

/// The library that the declarations are written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// Use the framework's derives and paths.
    Graph,
    /// Use only `serde::Serialize` and `serde::Deserialize`.
    Serde,
}

/// The purpose of a generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Compare every page with its declaration.
    Check,
    /// Decode, patch and encode every entity once.
    Exercise {
        /// Also derive `Clone`, `Debug` and `PartialEq`.
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
