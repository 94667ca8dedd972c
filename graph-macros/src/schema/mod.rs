//! The key `schema`: checks a declaration against the service's own schema while it compiles.
//!
//! Without the feature `schema` only the error that names the feature is left.

#[cfg(feature = "schema")]
mod cache;
pub(crate) mod files;
