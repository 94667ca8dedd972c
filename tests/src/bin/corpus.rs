//! Turns Microsoft's API pages into declarations, compiles them, and compares them with the pages.
//!
//! `cargo run -p graph-tests --release --bin corpus -- [--by-schema | --operations] [FOLDER]`
//!
//! The folder has the format of `$GRAPH_SHARED/corpus`, which is the default. The exit code is 1 if a page fails and
//! `tests/broken-pages.txt` does not explain the failure.
//!
//! With `--by-schema`, `graph-schema declare` writes the declarations from the service's own schema, and the compiler checks them against
//! it. `tests/pages-and-schema.txt` explains where the pages and the schema differ.
//!
//! With `--operations`, it writes the declarations of all actions and functions of the schema in `$GRAPH_SHARED/schema`, and the compiler
//! checks them. No pages are read.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use graph_tests::corpus::{self, Report};

fn main() -> ExitCode {
    let is_option = |argument: &OsString| argument == "--by-schema" || argument == "--operations";
    let (options, mut folders): (Vec<_>, Vec<_>) = std::env::args_os().skip(1).partition(is_option);
    let argument = folders.pop().map(PathBuf::from);
    let shared = std::env::var_os("GRAPH_SHARED").map(PathBuf::from);
    let Some(folder) = argument.clone().or_else(|| shared.as_ref().map(|shared| shared.join("corpus"))) else {
        println!("corpus: no folder given and GRAPH_SHARED is not set: nothing is checked");
        return ExitCode::SUCCESS;
    };
    let schemas = shared.unwrap_or_default().join("schema");
    if options.iter().any(|option| option == "--operations") {
        return operations(&schemas);
    }
    let check = if !options.is_empty() { corpus::by_schema::check } else { corpus::check };
    match check(&folder, &schemas, argument.is_none()) {
        Ok(report) => {
            print(&report);
            ExitCode::from(u8::from(!report.verdict.errors.is_empty()))
        }
        Err(error) => {
            eprintln!("corpus: {error}");
            ExitCode::from(2)
        }
    }
}

fn operations(schemas: &Path) -> ExitCode {
    match corpus::operations::check(schemas) {
        Ok(counts) => {
            println!("{counts}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("corpus: {error}");
            ExitCode::FAILURE
        }
    }
}

fn print(report: &Report) {
    for failure in &report.verdict.expected {
        println!("broken  {}: {}: {}", failure.page, failure.part, failure.reason);
    }
    for (count, reason) in &report.verdict.everywhere {
        println!("broken  {count} pages: {reason}");
    }
    for error in &report.verdict.errors {
        println!("FAILED  {error}");
    }
    println!("{}", report.counts);
}
