//! The corpus check: real API pages turned into declarations, compiled, and held against what the pages show.

pub mod broken;
pub mod by_schema;
mod check;
mod compile;
pub mod declare;
pub mod facts;
mod flags;
mod krate;
pub mod names;
mod write;

pub use check::{Report, check};
pub use flags::FlagsEnums;
pub use krate::{Profile, WrittenCrate, graph_core, workspace};
pub use write::{Flavour, Purpose, source_files};
