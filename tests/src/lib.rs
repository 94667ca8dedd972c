//! What the tests share.
#![forbid(unsafe_code)]

pub mod build_cost;
pub mod corpus;
pub mod entities;
pub mod fuzz;
pub mod structure;

use std::path::PathBuf;

/// The result of a check that stops at the first thing that is in its way.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The folder of API pages, corpus and schemas that the environment variable `GRAPH_SHARED` names.
///
/// Without it the tests that need real pages say that they are left out, and pass.
pub fn shared(what: &str) -> Option<PathBuf> {
    match std::env::var_os("GRAPH_SHARED") {
        Some(folder) => Some(PathBuf::from(folder)),
        None => {
            eprintln!("left out, since GRAPH_SHARED is not set: {what}");
            None
        }
    }
}

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
