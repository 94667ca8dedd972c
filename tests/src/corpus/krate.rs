//! Writes a generated crate to disk, and runs cargo on it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;

/// The cargo command to run on a generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// Run `cargo check` on the crate.
    Check,
    /// Run `cargo build` on the crate.
    Debug,
    /// `cargo build --release`
    Release,
}

/// A generated crate on disk.
pub struct WrittenCrate {
    folder: PathBuf,
    target: PathBuf,
    name: String,
}

impl WrittenCrate {
    /// Writes the crate into cargo's target directory, each file at its path relative to the crate's folder. Leaves unchanged files
    /// untouched.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn write(name: &str, features: &[&str], files: &[(String, String)]) -> Result<Self> {
        let dependencies = format!(
            "{}serde = {{ version = \"1\", features = [\"derive\"] }}\n\
             serde_json = {{ version = \"1\", default-features = false, features = [\"std\", \"preserve_order\", \"float_roundtrip\"] }}\n",
            graph_core(features)?
        );
        Self::depending(name, &dependencies, files)
    }

    /// Writes a crate whose Cargo.toml has these dependency lines.
    ///
    /// # Errors
    /// A file cannot be written.
    pub fn depending(name: &str, dependencies: &str, files: &[(String, String)]) -> Result<Self> {
        let manifest = format!(
            "[workspace]\n\n[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}"
        );
        let target = target_directory()?.join("corpus");
        let folder = target.join("crates").join(name);
        write_if_changed(&folder.join("Cargo.toml"), &manifest)?;
        write_if_changed(&folder.join("Cargo.lock"), &fs::read_to_string(workspace()?.join("Cargo.lock"))?)?;
        remove_strangers(&folder.join("src"), &folder, files)?;
        for (file, text) in files {
            write_if_changed(&folder.join(file), text)?;
        }
        Ok(Self { folder, target: target.join("build"), name: name.to_owned() })
    }

    /// Returns the folder of the crate.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns a cargo command for this crate: offline, without incremental compilation.
    pub fn cargo(&self, profile: Profile) -> Command {
        let mut cargo = self.cargo_in(if profile == Profile::Check { "check" } else { "build" }, &self.target);
        cargo.args((profile == Profile::Release).then_some("--release"));
        cargo
    }

    /// Like [`cargo`](Self::cargo), but with a target directory of its own.
    pub fn cargo_in(&self, command: &str, target: &Path) -> Command {
        let mut cargo = cargo();
        cargo.args([command, "--offline", "--quiet", "--target-dir"]).arg(target).current_dir(&self.folder);
        cargo.env("CARGO_INCREMENTAL", "0").env_remove("CARGO_TARGET_DIR").stdin(Stdio::null());
        cargo
    }

    /// Downloads the crates that this crate depends on, if they are not in cargo's cache.
    ///
    /// # Errors
    /// A crate is missing, and the registry cannot be reached.
    pub fn fetch(&self) -> Result<()> {
        for offline in [false, true] {
            let output = cargo().arg("fetch").args(offline.then_some("--offline")).current_dir(&self.folder).output()?;
            if output.status.success() {
                return Ok(());
            }
            eprint!("{}", String::from_utf8_lossy(&output.stderr));
        }
        Err(format!("its crates cannot be downloaded: run `cargo fetch` in {} with a network", self.folder.display()).into())
    }

    /// Returns the names and versions of the crates that `cargo tree` prints.
    ///
    /// # Errors
    /// A dependency was never downloaded.
    pub fn tree(&self, arguments: &[&str]) -> Result<BTreeSet<String>> {
        let output =
            cargo().args(["tree", "--offline", "--prefix", "none"]).args(arguments).current_dir(&self.folder).output()?;
        let lines = String::from_utf8(output.stdout)?;
        let crates = lines.lines().filter_map(|line| line.split(" (").next()).filter(|line| !line.is_empty());
        Ok(crates.map(str::to_owned).collect())
    }

    /// Compiles the crate.
    ///
    /// # Errors
    /// The crate does not compile.
    pub fn compile(&self, profile: Profile) -> Result<()> {
        let status = self.cargo(profile).status()?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("{} does not compile, see {}", self.name, self.folder.display()).into())
        }
    }

    /// Makes cargo compile this crate again, without its dependencies.
    ///
    /// # Errors
    /// The root file cannot be touched.
    pub fn touch(&self) -> Result<()> {
        fs::File::options().append(true).open(self.folder.join("src/main.rs"))?.set_modified(std::time::SystemTime::now())?;
        Ok(())
    }

    /// Returns the path of the executable that [`Profile::Debug`] or [`Profile::Release`] builds.
    pub fn program(&self, profile: Profile) -> PathBuf {
        let folder = if profile == Profile::Release { "release" } else { "debug" };
        self.target.join(folder).join(format!("{}{}", self.name, std::env::consts::EXE_SUFFIX))
    }
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Returns cargo's target directory. This executable is `<target>/<profile>/program`, or one folder deeper for a test.
fn target_directory() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let profile = program.ancestors().skip(1).find(|folder| !folder.ends_with("deps"));
    Ok(profile.and_then(Path::parent).ok_or("cargo's target directory is not where it was")?.to_owned())
}

/// Returns the line of a Cargo.toml that declares the dependency on graph-core, with exactly these features enabled.
///
/// # Errors
/// The workspace has moved since this program was compiled.
pub fn graph_core(features: &[&str]) -> Result<String> {
    Ok(format!(
        "graph-core = {{ path = {:?}, default-features = false, features = {features:?} }}\n",
        workspace()?.join("graph-core")
    ))
}

/// Returns the path of the workspace's root folder.
///
/// # Errors
/// The workspace has moved since this program was compiled.
pub fn workspace() -> Result<&'static Path> {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or_else(|| "the tests have no workspace".into())
}

fn write_if_changed(file: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(file).is_ok_and(|old| old == text) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(file, text)?)
}

/// Removes files in the crate's folder that an earlier run wrote for other pages.
fn remove_strangers(folder: &Path, krate: &Path, files: &[(String, String)]) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            remove_strangers(&path, krate, files)?;
        } else if !files.iter().any(|(file, _)| krate.join(file) == path) {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}
