//! The catalogue of mistakes: each file of `ui` is one, with the answer that it gets.
//!
//! `TRYBUILD=overwrite cargo test -p graph-tests --test ui` writes the answers anew; read each before it is committed.

use std::path::Path;

/// rustc's part of the answers changes from release to release, so they are compared with those of one.
#[rustversion::attr(not(stable(1.95)), ignore = "the answers are those of stable 1.95; other compilers word theirs differently")]
#[test]
fn every_mistake_is_answered() {
    place_schemas().unwrap();
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

/// A schema is looked up in the folder of the crate that is compiled, and that is one that trybuild makes.
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
