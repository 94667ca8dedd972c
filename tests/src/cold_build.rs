//! The cost of a cold build of a program that sends one PATCH, compared with the same program on reqwest and serde alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;
use crate::build_cost::children_user_seconds;
use crate::corpus::WrittenCrate;

const WITH_GRAPH_CORE: &str = include_str!("cold_build/graph.rs");
const BY_HAND: &str = include_str!("cold_build/by_hand.rs");

/// A program that sends one PATCH, as a crate on disk with a target directory of its own.
pub struct Program {
    /// The name of the program in the printed table.
    pub name: &'static str,
    krate: WrittenCrate,
    target: PathBuf,
}

impl Program {
    /// Writes the program that uses graph-core from this checkout of the workspace, with default features.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn with_graph_core(name: &'static str, checkout: &Path) -> Result<Self> {
        let dependency = format!("graph-core = {{ path = {:?} }}\n", checkout.join("graph-core"));
        Self::write(name, &dependency, WITH_GRAPH_CORE)
    }

    /// Writes the program that uses reqwest, serde and `time` only.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn by_hand(name: &'static str) -> Result<Self> {
        let dependencies = "reqwest = { version = \"0.13\", default-features = false, features = [\"rustls\", \"http2\"] }\n\
            serde = { version = \"1\", features = [\"derive\"] }\n\
            serde_json = \"1\"\n\
            time = { version = \"0.3\", features = [\"formatting\", \"parsing\", \"serde\"] }\n";
        Self::write(name, dependencies, BY_HAND)
    }

    fn write(name: &'static str, dependencies: &str, source: &str) -> Result<Self> {
        let tokio = "tokio = { version = \"1\", default-features = false, features = [\"macros\", \"rt\", \"time\"] }\n";
        let files = [("src/main.rs".to_owned(), source.to_owned())];
        let krate =
            WrittenCrate::depending(&format!("cold-{}", name.replace(' ', "-")), &format!("{dependencies}{tokio}"), &files)?;
        let target = krate.folder().join("target");
        Ok(Self { name, krate, target })
    }

    /// Builds the program and everything that it depends on, and returns the user CPU seconds of cargo, rustc and the linker.
    ///
    /// # Errors
    /// The program does not compile, or a dependency was never downloaded.
    pub fn build(&self, release: bool) -> Result<f64> {
        if self.target.exists() {
            fs::remove_dir_all(&self.target)?;
        }
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.args(["build", "--offline", "--quiet", "--target-dir"]).arg(&self.target).current_dir(self.krate.folder());
        cargo.args(release.then_some("--release")).env_remove("CARGO_TARGET_DIR").stdin(Stdio::null());
        // cargo compiles a dependency from a registry without incremental compilation, but graph-core has a path here.
        cargo.env("CARGO_INCREMENTAL", "0");
        let before = children_user_seconds()?;
        if !cargo.status()?.success() {
            return Err(format!("{} does not compile, see {}", self.name, self.krate.folder().display()).into());
        }
        let seconds = children_user_seconds()? - before;
        fs::remove_dir_all(&self.target)?;
        Ok(seconds)
    }
}
