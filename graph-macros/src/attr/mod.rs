//! The `#[graph(...)]` attribute: a table of keys, a reader, and a struct of typed attributes for each kind of target.

mod entry;
pub(crate) mod keys;
pub(crate) mod other;
pub(crate) mod reader;
pub(crate) mod spec;
pub(crate) mod typed;
pub(crate) mod value;
