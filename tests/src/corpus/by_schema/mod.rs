//! Declares the entities of the API pages with `graph-schema declare`. The compiler checks the declarations against schemas from
//! `graph-schema pack`.

mod check;
mod declare;
mod write;

pub use check::check;
pub use declare::{Declared, DeclaredPage, DeclaredVersion, declare, metadata, metadata_text};
pub use write::{checks, declarations};
