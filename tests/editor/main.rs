//! Checks that rust-analyzer understands what the macros emit. Prints a table with one row per scenario:
//!
//! ```console
//! $ cargo run -p graph-tests --example editor
//! ```
//!
//! The exit code is 0 if all scenarios passed, or if rust-analyzer or a part of it is missing (`skipped` and the reason), and 1 otherwise.
#![forbid(unsafe_code)]

mod document;
mod fixture;
#[path = "../foreign/outcome.rs"]
mod outcome;
mod scenarios;
mod server;

use std::process::ExitCode;

use document::Document;
use outcome::{Outcome, row};
use server::Server;

fn main() -> ExitCode {
    match run() {
        Ok(Outcome::Passed) => {
            println!("all scenarios passed");
            ExitCode::SUCCESS
        }
        Ok(Outcome::Skipped(reason)) => {
            println!("skipped: {reason}");
            ExitCode::SUCCESS
        }
        Ok(Outcome::Failed(reason)) => {
            println!("failed: {reason}");
            ExitCode::FAILURE
        }
        Err(error) => {
            println!("failed: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> graph_tests::Result<Outcome> {
    let installation = match fixture::find()? {
        Ok(installation) => installation,
        Err(missing) => return Ok(Outcome::Skipped(missing)),
    };
    let folder = fixture::write()?;
    let mut server = Server::start(&installation, &folder)?;
    let document = Document::open(&mut server, &folder.join("src/main.rs"), fixture::SOURCE)?;
    let status = server.wait_until_ready()?;
    if status.contains("for sysroot") {
        return Ok(Outcome::Skipped(format!(
            "the dependencies of the standard library cannot be downloaded: {}",
            first_line(&status)
        )));
    }
    if !status.is_empty() {
        return Ok(Outcome::failed(first_line(&status)));
    }
    let mut failed = 0;
    for (name, result) in scenarios::all(&mut server, document) {
        failed += usize::from(!row(&name, &result));
    }
    Ok(if failed == 0 { Outcome::Passed } else { Outcome::failed(format!("{failed} scenarios")) })
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}
