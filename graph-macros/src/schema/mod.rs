//! The key `schema`, which checks a declaration against the service's own schema at compile time.
//!
//! Without the feature `schema`, the key is an error that names the feature.

#[cfg(feature = "schema")]
mod cache;
pub(crate) mod files;
