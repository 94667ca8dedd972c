//! Query options: property names, literals and filters.

pub use crate::client::property::PropertyName;
pub use crate::client::query::{Filter, Literal};
