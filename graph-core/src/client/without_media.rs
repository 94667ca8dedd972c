//! The methods that the feature `media` brings, for programs without the feature: calls fail to compile with an error that names it.
//!
//! The trait [`FeatureMedia`] has no impls. With the result type `R`, which nothing determines, rustc reports only the missing impl.

use super::Client;

/// A path or an upload session that can be used with the feature `media`.
#[diagnostic::on_unimplemented(
    message = "downloads and uploads need the feature `media` of graph-core",
    label = "graph-core is compiled without the feature `media`",
    note = "write `graph-core = {{ version = \"…\", features = [\"media\"] }}` in Cargo.toml"
)]
pub trait FeatureMedia {}

impl Client {
    #[doc(hidden)]
    pub fn download<P: FeatureMedia, R>(&self, _: P) -> R {
        unreachable!()
    }

    #[doc(hidden)]
    pub fn upload<P: FeatureMedia, C, R>(&self, _: P, _: C) -> R {
        unreachable!()
    }

    #[doc(hidden)]
    pub fn upload_session<P: FeatureMedia, S, R>(&self, _: P, _: S) -> R {
        unreachable!()
    }
}
