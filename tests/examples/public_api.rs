//! Compares the public API of each published package with its text in `tests/public-api`.
//!
//! `cargo run -p graph-tests --example public_api`, with `BLESS=1` to write the texts.
//!
//! rustdoc describes the API as JSON. The form of this JSON differs between compilers, so another compiler prints `skipped`.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use graph_tests::Result;

const PACKAGES: [&str; 4] = ["graph-schema", "graph-macros", "graph-core", "graph-intune"];

/// The number of the JSON form of Rust 1.95, which the pinned `public-api` reads.
const FORMAT: u64 = 57;

fn main() -> Result<()> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut changed = Vec::new();
    for package in PACKAGES {
        let json = describe(package, tests)?;
        let description: serde_json::Value = serde_json::from_slice(&fs::read(&json)?)?;
        if description["format_version"] != FORMAT {
            println!(
                "skipped: rustdoc writes the form {} of its JSON, and the texts need form {FORMAT}",
                description["format_version"]
            );
            return Ok(());
        }
        let api = public_api::Builder::from_rustdoc_json(json).omit_blanket_impls(true).omit_auto_trait_impls(true).build()?;
        let path = tests.join(format!("public-api/{package}.txt"));
        if env::var_os("BLESS").is_some() {
            fs::write(&path, api.to_string())?;
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        changed.extend(differences(package, &expected, &api.to_string()));
    }
    println!("{} packages, {} differences", PACKAGES.len(), changed.len());
    if changed.is_empty() {
        return Ok(());
    }
    println!("{}", changed.join("\n"));
    Err("the public API differs from tests/public-api: if this is on purpose, run again with `BLESS=1` and change CHANGELOG"
        .into())
}

/// Lets rustdoc describe the package with all its features, and returns the path of the JSON.
fn describe(package: &str, tests: &Path) -> Result<std::path::PathBuf> {
    let mut rustdoc = Command::new(env!("CARGO"));
    rustdoc.args(["rustdoc", "--quiet", "--lib", "--all-features", "--package", package]);
    rustdoc.args(["--", "-Z", "unstable-options", "--output-format", "json"]);
    // Only rustdoc may get `RUSTC_BOOTSTRAP`: with it, the build scripts of the dependencies would run again.
    rustdoc.env("RUSTDOC", tests.join("unstable-rustdoc"));
    if !rustdoc.status()?.success() {
        return Err(format!("rustdoc does not describe {package}").into());
    }
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| tests.with_file_name("target"), Into::into);
    Ok(target.join("doc").join(package.replace('-', "_")).with_extension("json"))
}

/// Returns the lines that only one of the two texts has.
fn differences(package: &str, expected: &str, found: &str) -> Vec<String> {
    let only_in = |text: &str, other: &str, sign: char| -> Vec<String> {
        let other: std::collections::HashSet<&str> = other.lines().collect();
        text.lines().filter(|line| !other.contains(line)).map(|line| format!("{package}: {sign} {line}")).collect()
    };
    [only_in(expected, found, '-'), only_in(found, expected, '+')].concat()
}
