//! The corpus' entities as printed by `graph-schema declare`, checked by the compiler against schemas from `graph-schema pack`.

mod check;
mod declare;
mod write;

pub use check::check;
pub use declare::{Declared, DeclaredPage, DeclaredVersion, declare};
pub use write::{checks, declarations};
