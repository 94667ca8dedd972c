//! Checks that the published packages compile with few features.
//!
//! `cargo run -p graph-tests --bin features`
//!
//! Runs `cargo check` for each package without features, with each feature alone, and with the pairs of features that use each other's code.
//! The features come from the manifests, so a new feature is checked without a change here. `cargo test --workspace` enables all features,
//! so it cannot find code that lacks one.

use std::process::Command;

use graph_tests::Result;

const PACKAGES: [&str; 4] = ["graph-schema", "graph-macros", "graph-core", "graph-intune"];

/// Pairs of features of graph-core. Code of the first feature uses code of the second.
const PAIRS: [&str; 7] = [
    "emulator,media",
    "emulator,schema",
    "exact-numbers,emulator",
    "media,reqwest",
    "oauth,reqwest",
    "rate-limit,tracing",
    "tower,tracing",
];

fn main() -> Result<()> {
    let mut checked = 0;
    for package in PACKAGES {
        let features = features(package)?;
        let pairs = PAIRS.map(String::from).into_iter().filter(|_| package == "graph-core");
        for selection in std::iter::once(String::new()).chain(features).chain(pairs) {
            println!("{package} --features \"{selection}\"");
            let mut check = Command::new("cargo");
            check.args(["check", "--quiet", "--package", package, "--no-default-features", "--features", &selection]);
            let output = check.output()?;
            // A warning is an error too: code that only one feature uses must have that feature's `cfg`. With `RUSTFLAGS="-D warnings"`,
            // cargo would also check each dependency again.
            if !output.status.success() || !output.stderr.is_empty() {
                eprint!("{}", String::from_utf8_lossy(&output.stderr));
                return Err(format!("{package} does not compile without warnings with the features \"{selection}\"").into());
            }
            checked += 1;
        }
    }
    println!("{checked} selections of features compile");
    Ok(())
}

/// Returns the features of the package, without `default`.
fn features(package: &str) -> Result<Vec<String>> {
    let output = Command::new("cargo").args(["metadata", "--format-version", "1", "--no-deps"]).output()?;
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata lists no packages")?;
    let found = packages.iter().find(|candidate| candidate["name"] == package).ok_or("cargo metadata lacks the package")?;
    let features = found["features"].as_object().ok_or("cargo metadata lists no features")?;
    Ok(features.keys().filter(|feature| *feature != "default").cloned().collect())
}
