//! The licences of the dependencies, and the licence texts in the published packages.
//!
//! Each package that a user of the workspace compiles has a licence that permits its use beside MIT or Apache-2.0.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, ParseMode};

/// Permissive licences. None of them requires a program that links the package to publish its source.
const ALLOWED: [&str; 11] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Zlib",
];

/// Returns whether the licences of the expression permit the use, with one choice for each `OR`.
fn is_allowed(expression: &str) -> bool {
    let Ok(expression) = Expression::parse_mode(expression, ParseMode::LAX) else { return false };
    expression.evaluate(|required| required.license.id().is_some_and(|licence| ALLOWED.contains(&licence.name)))
}

#[test]
fn each_package_has_a_permissive_licence() {
    let output =
        Command::new("cargo").args(["metadata", "--format-version", "1", "--all-features", "--locked"]).output().unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 100, "{} packages", packages.len());
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        assert!(is_allowed(licence), "{} {} has the licence \"{licence}\"", package["name"], package["version"]);
    }
}

#[test]
fn other_licences_are_refused() {
    for licence in ["", "GPL-3.0-only", "MIT AND AGPL-3.0-only", "LicenseRef-Own"] {
        assert!(!is_allowed(licence), "{licence}");
    }
    assert!(is_allowed("MIT OR GPL-3.0-only"));
    assert!(is_allowed("MIT/Apache-2.0"));
}

#[test]
fn each_published_package_holds_its_licences_and_its_readme() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for package in ["graph-schema", "graph-macros", "graph-core", "graph-intune"] {
        let output = Command::new("cargo").args(["package", "--list", "--allow-dirty", "--package", package]).output().unwrap();
        let listed = String::from_utf8(output.stdout).unwrap();
        for file in ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "src/lib.rs"] {
            assert!(listed.lines().any(|line| line == file), "the package {package} lacks {file}");
        }
        for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let [own, shared] = [root.join(package).join(licence), root.join(licence)].map(|path| fs::read(path).unwrap());
            assert!(own == shared, "{package}/{licence} differs from {licence}");
        }
    }
}
