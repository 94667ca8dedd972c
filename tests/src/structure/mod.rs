//! The structure of the workspace's sources, measured against its limits: import circles, long functions, long files, and prose that
//! `prose` counts.
//!
//! `cargo run -p graph-tests --bin structure` prints the state.
//!
//! The measure reads text, not types. It follows `use` declarations and inline paths such as `crate::a::b::X` or `super::X` to the
//! file that declares the item, through any `pub use` on the way. Method calls and names that macros make stay invisible to it.

mod circles;
mod imports;
mod lengths;
mod modules;
mod prose;
mod report;
mod resolve;
mod sources;

pub use report::Report;
