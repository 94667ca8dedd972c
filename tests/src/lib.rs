//! Code that the tests, benches and checks of the workspace share.
#![forbid(unsafe_code)]

pub mod build_cost;
pub mod corpus;
pub mod entities;
pub mod fuzz;
pub mod structure;

use std::path::PathBuf;

/// The result of a check that stops at its first error.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Returns the folder of API pages, corpus and schemas that the environment variable `GRAPH_SHARED` names.
///
/// Only tests with `#[needs_shared]` call it; without the variable cargo ignores them.
///
/// # Panics
/// The variable is not set.
pub fn shared() -> PathBuf {
    std::env::var_os("GRAPH_SHARED").expect("GRAPH_SHARED is set").into()
}

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
