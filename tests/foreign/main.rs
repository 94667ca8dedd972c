//! Checks this workspace with clients and servers that others wrote. Each command prints a table with one row per scenario:
//!
//! ```console
//! $ cargo run -p graph-tests --example foreign -- javascript   # Microsoft's JavaScript SDK against the emulator
//! $ cargo run -p graph-tests --example foreign -- cap          # this workspace's client against SAP CAP
//! $ cargo run -p graph-tests --example foreign -- python       # the request classes of Microsoft's Python SDK against the emulator
//! ```
//!
//! The exit code is 0 if all scenarios passed, or if a program or its packages are missing (`skipped` and the reason), and 1 otherwise.
#![forbid(unsafe_code)]

mod cap;
mod cap_scenarios;
mod comparison;
mod emulator;
mod entities;
mod library;
mod outcome;
mod process;
mod queries;
mod query_scenarios;
mod sdk;
mod volumes;

use std::process::ExitCode;

use outcome::Outcome;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let outcome = match std::env::args().nth(1).as_deref() {
        Some("javascript") => sdk::javascript().await,
        Some("cap") => cap::cap().await,
        Some("python") => sdk::python().await,
        _ => {
            eprintln!("usage: cargo run -p graph-tests --example foreign -- javascript|cap|python");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Outcome::Passed => {
            println!("all scenarios passed");
            ExitCode::SUCCESS
        }
        Outcome::Skipped(reason) => {
            println!("skipped: {reason}");
            ExitCode::SUCCESS
        }
        Outcome::Failed(reason) => {
            println!("failed: {reason}");
            ExitCode::FAILURE
        }
    }
}
