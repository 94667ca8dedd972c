//! Measures the structure of the workspace's sources against limits: import cycles, long functions, long files, and the comments that
//! `prose` counts.
//!
//! `cargo run -p graph-tests --bin structure` prints the current figures.
//!
//! The measurement works on syntax, without type information. It follows `use` declarations and inline paths such as `crate::a::b::X` or
//! `super::X`, through every `pub use`, to the file that declares the item. It cannot see method calls and names that macros generate.

mod circles;
mod imports;
mod lengths;
mod modules;
mod prose;
mod report;
mod resolve;
mod sources;

pub use report::Report;
