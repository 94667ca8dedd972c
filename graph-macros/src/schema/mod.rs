//! The key `schema`: checks a declaration against the service's own schema while it compiles.
//!
//! Without the feature `schema`, the key is an error that names the feature.

#[cfg(feature = "schema")]
mod cache;
pub(crate) mod files;
