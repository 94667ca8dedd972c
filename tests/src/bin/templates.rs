//! Compiles the request lines of the API pages as path templates, as they stand, and counts those that are refused.
//!
//! `cargo run -p graph-tests --release --bin templates -- [FILE]`
//!
//! The file has the format of `$GRAPH_SHARED/corpus/templates.jsonl`, which is the default. The exit code is 1 if less than 99 % of the lines
//! that are a path compile.

use std::path::PathBuf;
use std::process::ExitCode;

use graph_tests::corpus::templates::{BOUND, check};

fn main() -> ExitCode {
    let shared = || std::env::var_os("GRAPH_SHARED").map(|shared| PathBuf::from(shared).join("corpus/templates.jsonl"));
    let Some(file) = std::env::args_os().nth(1).map(PathBuf::from).or_else(shared) else {
        println!("templates: no file given and GRAPH_SHARED is not set: nothing is checked");
        return ExitCode::SUCCESS;
    };
    match check(&file) {
        Ok(counts) => {
            println!("{counts}");
            if counts.share() < BOUND {
                eprintln!("templates: less than {BOUND} % of the paths compile");
                return ExitCode::FAILURE;
            }
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("templates: {error}");
            ExitCode::from(2)
        }
    }
}
