//! Code shared by the workspace's tests, benches and checks.
#![forbid(unsafe_code)]

pub mod build_cost;
pub mod cold_build;
pub mod corpus;
pub mod entities;
pub mod fuzz;
pub mod operation_cost;
pub mod structure;

use std::path::PathBuf;
use std::time::Duration;

/// The result of a check that stops at its first error.
pub type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Returns the folder that the environment variable `GRAPH_SHARED` names. It holds API pages, the corpus and schemas.
///
/// Only tests with `#[needs_shared]` call this function; cargo ignores them if the variable is not set.
///
/// # Panics
/// The variable is not set.
pub fn shared() -> PathBuf {
    std::env::var_os("GRAPH_SHARED").expect("GRAPH_SHARED is set").into()
}

/// Returns the CPU time that this thread has used. Other load changes CPU time less than wall time.
///
/// # Panics
/// The system is not Linux.
pub fn cpu_time() -> Duration {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    Duration::from_nanos(schedule.split_whitespace().next().expect("a time").parse().expect("nanoseconds"))
}

/// Compiles the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
