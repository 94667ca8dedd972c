//! The syntax that graph-macros, graph-core and the schema reader share: names, identifiers, path templates and "did you mean".
//!
//! The module has no dependencies and is compiled without any feature, so that every user of graph-core can afford it.

pub mod case;
pub mod excerpt;
pub mod identifier;
pub mod nearest;
pub mod setter;
pub mod template;
