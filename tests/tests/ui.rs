//! The catalogue of mistakes: each file in `ui` shows one mistake, and the `.stderr` file next to it has the compile error.
//!
//! `TRYBUILD=overwrite cargo test -p graph-tests --test ui` updates the expected errors; read each one before you commit it.

use std::path::Path;

/// Compares the errors with those of one release of rustc, because rustc's own wording changes with every release.
#[rustversion::attr(
    not(stable(1.95)),
    ignore = "the expected errors are those of stable 1.95; other compilers word theirs differently"
)]
#[test]
fn every_mistake_has_its_compile_error() {
    place_schemas().unwrap();
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

/// Copies the schemas into the crate that trybuild generates, because a declaration names its schema relative to the crate's folder.
fn place_schemas() -> std::io::Result<()> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made =
        Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("schema");
    std::fs::create_dir_all(&made)?;
    for folder in [tests.join("../graph-intune/schema"), tests.join("ui/schema")] {
        for file in std::fs::read_dir(folder)? {
            let file = file?;
            if file.path().extension().is_some_and(|extension| extension == "graph") {
                std::fs::copy(file.path(), made.join(file.file_name()))?;
            }
        }
    }
    Ok(())
}
