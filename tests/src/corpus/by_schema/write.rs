//! Writes crates with the declarations of all pages, each in its own module.

use std::fmt::Write as _;

use super::declare::{Declared, DeclaredPage};

/// Returns the paths and texts of the files of a crate that only contains the declarations.
pub fn declarations(declared: &Declared) -> Vec<(String, String)> {
    let mut files = modules(declared);
    files.push(("src/main.rs".to_owned(), "#![allow(dead_code)]\n\nmod beta;\nmod v1;\n\nfn main() {}\n".to_owned()));
    files
}

/// Returns the paths and texts of the files of a crate that compares every page with its declaration.
pub fn checks(declared: &Declared) -> Vec<(String, String)> {
    let harness = format!("{}/src/corpus/generated/harness.rs", env!("CARGO_MANIFEST_DIR"));
    let mut main = format!("#![allow(dead_code)]\n\nmod beta;\n#[path = {harness:?}]\nmod harness;\nmod v1;\n\n");
    main += "fn main() -> std::process::ExitCode {\n    harness::run(&[\n";
    for version in &declared.versions {
        for page in &version.pages {
            let module = format!("{}::{}", version.module, page.module);
            let _ = writeln!(main, "        ({}, {}),", page.line, check(page, version.module, &module));
        }
    }
    let mut files = modules(declared);
    files.push(("src/main.rs".to_owned(), main + "    ])\n}\n"));
    files
}

/// Returns the paths and texts of one module file per page, and of the packed schemas.
fn modules(declared: &Declared) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for version in &declared.versions {
        files.push((version.file.clone(), version.packed.clone()));
        let modules: String = version.pages.iter().map(|page| format!("pub mod {};\n", page.module)).collect();
        files.push((format!("src/{}.rs", version.module), modules));
        let texts = version.pages.iter().map(|page| (format!("src/{}/{}.rs", version.module, page.module), page.text.clone()));
        files.extend(texts);
    }
    files
}

fn check(page: &DeclaredPage, version: &str, module: &str) -> String {
    let ty = format!("{module}::{}", page.ident);
    let mut paths = String::new();
    for path in &page.paths {
        let placeholders = path.template.split('/').filter(|segment| segment.starts_with('{'));
        let ids = path.ids.iter().zip(placeholders).map(|(id, text)| format!("&harness::id::<{module}::{id}>({text:?})"));
        let ids = ids.collect::<Vec<_>>().join(", ");
        let _ = write!(paths, "({:?}, {ty}::{version}().{}({ids})), ", path.template, path.constructor);
    }
    format!("|page| harness::check_declared::<{ty}>(page, vec![{paths}])")
}
