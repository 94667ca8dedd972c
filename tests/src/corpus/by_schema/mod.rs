//! The corpus' entities as `graph-schema declare` prints them. The compiler checks them against schemas from `graph-schema pack`.

mod check;
mod declare;
mod write;

pub use check::check;
pub use declare::{Declared, DeclaredPage, DeclaredVersion, declare, metadata, metadata_text};
pub use write::{checks, declarations};
