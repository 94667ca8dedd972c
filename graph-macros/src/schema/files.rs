//! Packed schemas, each read once per compilation.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use graph_schema::Schema;

/// A packed schema.
#[derive(Debug)]
pub(super) struct File {
    pub(super) schema: Arc<Schema>,
    /// Nobody asked for it before in this process, which is as long as one compilation. Telling the compiler of the file once is
    /// enough, and it takes the file's text into memory each time.
    pub(super) first: bool,
}

/// What was read, and how old and how long the file was then: an editor's process outlives many changes of it.
struct Known {
    modified: Option<SystemTime>,
    length: u64,
    schema: Result<Arc<Schema>, String>,
}

type Memory = BTreeMap<PathBuf, Known>;

/// Reads the packed schema at a path from the folder of the crate that is being compiled.
pub(super) fn read(path: &str) -> Result<File, String> {
    match manifest_folder() {
        Some(folder) => read_in(&folder, path),
        None => Err("a schema is looked up from the folder of Cargo.toml, and there is no cargo here".to_owned()),
    }
}

fn read_in(folder: &Path, path: &str) -> Result<File, String> {
    if path.is_empty() || Path::new(path).has_root() {
        return Err("a schema is named by its path from the folder of Cargo.toml, such as `\"schema/beta.graph\"`".to_owned());
    }
    let place = folder.join(path);
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => format!(
            "there is no file `{path}`, seen from the folder of Cargo.toml: make it with `graph-schema pack … --output {path}`"
        ),
        _ => format!("`{path}` cannot be read: {error}"),
    };
    let found = fs::metadata(&place).map_err(unreadable)?;
    let (modified, length) = (found.modified().ok(), found.len());
    remembering(|memory| {
        let before = memory.get(&place);
        let first = before.is_none();
        if let Some(known) = before.filter(|known| known.modified == modified && known.length == length) {
            return known.schema.clone().map(|schema| File { schema, first });
        }
        let text = fs::read_to_string(&place).map_err(unreadable)?;
        let schema = text.parse::<Schema>();
        let schema = schema.map(Arc::new).map_err(|error| format!("line {} of `{path}`: {}", error.line(), error.problem()));
        memory.insert(place, Known { modified, length, schema: schema.clone() });
        schema.map(|schema| File { schema, first })
    })
}

#[cfg(not(test))]
fn manifest_folder() -> Option<PathBuf> {
    std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from)
}

/// The golden expansions are those of this crate.
#[cfg(test)]
fn manifest_folder() -> Option<PathBuf> {
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("../graph-intune"))
}

#[cfg(not(test))]
fn remembering<R>(read: impl FnOnce(&mut Memory) -> R) -> R {
    static MEMORY: std::sync::Mutex<Memory> = std::sync::Mutex::new(BTreeMap::new());
    read(&mut MEMORY.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
}

/// Each test is a compilation of its own.
#[cfg(test)]
fn remembering<R>(read: impl FnOnce(&mut Memory) -> R) -> R {
    thread_local!(static MEMORY: std::cell::RefCell<Memory> = const { std::cell::RefCell::new(BTreeMap::new()) });
    MEMORY.with_borrow_mut(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder that is gone with its test.
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

        fn read(&self) -> Result<File, String> {
            read_in(&self.0, "a.graph")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    const SCHEMA: &str = "graph-schema 1\nnamespace n\nentity a\n";

    #[test]
    fn a_file_is_read_once_and_again_when_it_has_changed() {
        let folder = Folder::new("cache");
        folder.write(SCHEMA);
        let first = folder.read().unwrap();
        let second = folder.read().unwrap();
        assert!(first.first && !second.first && Arc::ptr_eq(&first.schema, &second.schema));
        folder.write(&format!("{SCHEMA}entity b\n"));
        assert!(folder.read().unwrap().schema.structured("n.b").is_some());
    }

    #[test]
    fn a_mistake_is_known_until_it_is_set_right() {
        let folder = Folder::new("mistake");
        let missing = folder.read().unwrap_err();
        assert!(missing.starts_with("there is no file `a.graph`, seen from the folder of Cargo.toml"), "{missing}");
        folder.write("graph-schema 1\nnamespace n\nset as a\n");
        for _ in 0..2 {
            assert_eq!(folder.read().unwrap_err(), "line 3 of `a.graph`: there is no type `a`");
        }
        folder.write(SCHEMA);
        assert!(folder.read().is_ok());
    }

    #[test]
    fn a_path_begins_where_the_crate_does() {
        for path in ["", "/schema/beta.graph"] {
            assert!(read_in(Path::new("/"), path).unwrap_err().contains("from the folder of Cargo.toml"), "{path}");
        }
    }
}
