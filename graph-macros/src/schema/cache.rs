//! A cache of packed schemas: each file is read once per compilation.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use graph_schema::Schema;

/// A packed schema that was loaded from a file.
#[derive(Debug)]
pub(super) struct LoadedSchema {
    pub(super) schema: Arc<Schema>,
    /// Whether the file is used for the first time in this compilation. If so, the compiler is asked to track the file. It keeps a copy of
    /// the file in memory for each such request, so it is asked once.
    pub(super) is_new: bool,
}

/// The result of loading one schema file (the schema or an error message), with the file's modification time and length in bytes. An
/// editor's process outlives many changes of the file, so a changed file is loaded again.
struct CacheEntry {
    modified: Option<SystemTime>,
    length: u64,
    schema: Result<Arc<Schema>, String>,
}

type Cache = BTreeMap<PathBuf, CacheEntry>;

/// Loads the packed schema at a path relative to the folder of the crate that is compiled.
///
/// # Errors
/// Returns a message for the user if the file cannot be read or is not a packed schema.
pub(super) fn load(path: &str) -> Result<LoadedSchema, String> {
    match manifest_folder() {
        Some(folder) => load_from(&folder, path),
        None => Err("`CARGO_MANIFEST_DIR` is not set, so a schema cannot be found: compile with cargo".to_owned()),
    }
}

fn load_from(folder: &Path, path: &str) -> Result<LoadedSchema, String> {
    if path.is_empty() || Path::new(path).has_root() {
        return Err("a schema path is relative to the folder of Cargo.toml: write one such as `\"schema/beta.graph\"`".to_owned());
    }
    let file = folder.join(path);
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => {
            format!("file `{path}` not found in the folder of Cargo.toml: create it with `graph-schema pack … --output {path}`")
        }
        _ => format!("`{path}` cannot be read: {error}"),
    };
    let metadata = fs::metadata(&file).map_err(unreadable)?;
    let (modified, length) = (metadata.modified().ok(), metadata.len());
    with_cache(|cache| {
        let before = cache.get(&file);
        let is_new = before.is_none();
        if let Some(entry) = before.filter(|entry| entry.modified == modified && entry.length == length) {
            return entry.schema.clone().map(|schema| LoadedSchema { schema, is_new });
        }
        let text = fs::read_to_string(&file).map_err(unreadable)?;
        let schema = text.parse::<Schema>();
        let schema = schema.map(Arc::new).map_err(|error| format!("line {} of `{path}`: {}", error.line(), error.problem()));
        cache.insert(file, CacheEntry { modified, length, schema: schema.clone() });
        schema.map(|schema| LoadedSchema { schema, is_new })
    })
}

#[cfg(not(test))]
fn manifest_folder() -> Option<PathBuf> {
    std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)
}

/// Returns the folder that schema paths are relative to in the golden tests: the folder of graph-intune, whose declarations these tests
/// expand.
#[cfg(test)]
fn manifest_folder() -> Option<PathBuf> {
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../graph-intune"))
}

#[cfg(not(test))]
fn with_cache<R>(load: impl FnOnce(&mut Cache) -> R) -> R {
    static CACHE: std::sync::Mutex<Cache> = std::sync::Mutex::new(BTreeMap::new());
    load(&mut CACHE.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
}

/// Gives each test thread its own cache, so that each test counts as a separate compilation.
#[cfg(test)]
fn with_cache<R>(load: impl FnOnce(&mut Cache) -> R) -> R {
    thread_local!(static CACHE: std::cell::RefCell<Cache> = const { std::cell::RefCell::new(BTreeMap::new()) });
    CACHE.with_borrow_mut(load)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that is deleted at the end of its test.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("graph-macros-{}-{name}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            Self(folder)
        }

        fn write(&self, text: &str) {
            fs::write(self.0.join("a.graph"), text).unwrap();
        }

        fn load(&self) -> Result<LoadedSchema, String> {
            load_from(&self.0, "a.graph")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    const SCHEMA: &str = "graph-schema 1\nnamespace n\nentity a\n";

    #[test]
    fn reads_a_file_once_and_again_after_a_change() {
        let folder = Folder::new("cache");
        folder.write(SCHEMA);
        let first = folder.load().unwrap();
        let second = folder.load().unwrap();
        assert!(first.is_new && !second.is_new && Arc::ptr_eq(&first.schema, &second.schema));
        folder.write(&format!("{SCHEMA}entity b\n"));
        assert!(folder.load().unwrap().schema.structured("n.b").is_some());
    }

    #[test]
    fn reports_an_error_until_the_file_is_fixed() {
        let folder = Folder::new("mistake");
        let missing = folder.load().unwrap_err();
        assert!(missing.starts_with("file `a.graph` not found in the folder of Cargo.toml"), "{missing}");
        folder.write("graph-schema 1\nnamespace n\nset as a\n");
        for _ in 0..2 {
            assert_eq!(folder.load().unwrap_err(), "line 3 of `a.graph`: there is no type `a`");
        }
        folder.write(SCHEMA);
        assert!(folder.load().is_ok());
    }

    #[test]
    fn a_path_is_relative_to_the_crate() {
        for path in ["", "/schema/beta.graph"] {
            assert!(load_from(Path::new("/"), path).unwrap_err().contains("relative to the folder of Cargo.toml"), "{path}");
        }
    }
}
