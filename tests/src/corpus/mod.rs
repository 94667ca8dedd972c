//! The corpus check: turns Microsoft's API pages into declarations, compiles them, and compares them with the pages.

pub mod broken;
pub mod by_schema;
mod check;
mod compile;
pub mod declare;
pub mod facts;
pub mod failure;
mod flags;
mod krate;
pub mod names;
pub mod operations;
pub mod templates;
mod write;

pub use check::{Report, check};
pub use flags::FlagsEnums;
pub use krate::{Profile, WrittenCrate, graph_core, workspace};
pub use write::{Flavour, Purpose, source_files};
