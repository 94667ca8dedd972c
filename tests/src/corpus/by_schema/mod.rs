//! The corpus' entities as `graph-schema declare` prints them, held by the compiler against schemas that `graph-schema pack` made.

mod check;
mod declare;
mod write;

pub use check::check;
pub use declare::{Declared, DeclaredPage, DeclaredVersion, declare};
pub use write::{checks, declarations};
