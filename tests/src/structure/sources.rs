//! Finds the workspace's source files on disk.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Result;

/// A Rust source file and its text.
pub(super) struct Source {
    /// The path of the file, relative to the workspace's root.
    pub(super) path: PathBuf,
    pub(super) text: String,
}

/// Folders whose Rust files are test data, not code of the workspace.
const DATA: [&str; 3] = ["tests/ui", "tests/expand", "graph-schema/tests/declared"];

/// Reads every Rust file of the workspace, sorted by path.
///
/// # Errors
/// A folder or file cannot be read.
pub(super) fn read(root: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    for folder in ["graph-core", "graph-macros", "graph-schema", "graph-intune", "tests"] {
        collect(root, &root.join(folder), &mut sources)?;
    }
    sources.sort_by(|a: &Source, b| a.path.cmp(&b.path));
    Ok(sources)
}

fn collect(root: &Path, folder: &Path, sources: &mut Vec<Source>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let relative = path.strip_prefix(root)?.to_owned();
        if path.is_dir() {
            if !path.ends_with("target") && !DATA.iter().any(|data| relative == Path::new(data)) {
                collect(root, &path, sources)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push(Source { path: relative, text: fs::read_to_string(&path)? });
        }
    }
    Ok(())
}

/// Returns whether cargo compiles this file as the root of a crate.
pub(super) fn is_root(path: &Path) -> bool {
    let parts: Vec<_> = path.iter().filter_map(|part| part.to_str()).collect();
    let inside = |kind: &str| match parts.as_slice() {
        [.., folder, _] if *folder == kind => true,
        [.., folder, _, "main.rs"] => *folder == kind,
        _ => false,
    };
    match parts.as_slice() {
        [.., "src", "lib.rs" | "main.rs"] => true,
        [.., "src", "bin", _] | [.., "src", "bin", _, "main.rs"] => true,
        ["tests", "foreign", "main.rs"] => true,
        ["tests", "tests" | "benches", ..] => inside("tests") || inside("benches"),
        [package, "tests" | "benches" | "examples", ..] if *package != "tests" => {
            inside("tests") || inside("benches") || inside("examples")
        }
        _ => false,
    }
}
