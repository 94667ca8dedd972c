//! Code shared by the workspace's tests, benches and checks.
#![forbid(unsafe_code)]

pub mod build_cost;
pub mod cold_build;
pub mod corpus;
pub mod entities;
pub mod fuzz;
pub mod growth;
pub mod loopback;
pub mod odata;
pub mod operation_cost;
pub mod structure;
pub mod synthetic;
pub mod valgrind;

use std::path::PathBuf;

/// The result of a check that stops at its first error.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Returns the folder that the environment variable `GRAPH_SHARED` names. It holds files that are not in the repository: Microsoft's API
/// pages, data extracted from them, and the service's schemas.
///
/// Only tests with `#[needs_shared]` call this function; cargo ignores them if the variable is not set.
///
/// # Panics
/// The variable is not set.
pub fn shared() -> PathBuf {
    std::env::var_os("GRAPH_SHARED").expect("GRAPH_SHARED is set").into()
}

/// Compiles and runs the examples of the Markdown files.
#[cfg(doctest)]
mod documents {
    macro_rules! documents {
        ($($name:ident = $file:literal;)*) => {
            $(#[doc = include_str!($file)] struct $name;)*
        };
    }

    documents! {
        Readme = "../../README.md";
        Costs = "../../COSTS.md";
        Contributing = "../../CONTRIBUTING.md";
        Security = "../../SECURITY.md";
        Changelog = "../../CHANGELOG.md";
        GraphCore = "../../graph-core/README.md";
        GraphIntune = "../../graph-intune/README.md";
        GraphMacros = "../../graph-macros/README.md";
        GraphSchema = "../../graph-schema/README.md";
    }
}
