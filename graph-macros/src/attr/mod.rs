//! The `#[graph(...)]` attribute: the table of its keys, its reader, and a struct of typed attributes for each kind of target (struct,
//! field, enum or variant).

mod entry;
pub(crate) mod keys;
pub(crate) mod other;
pub(crate) mod reader;
pub(crate) mod spec;
pub(crate) mod typed;
pub(crate) mod value;
