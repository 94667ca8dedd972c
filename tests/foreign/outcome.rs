//! The outcome of a run of scenarios, and the rows of the table that the run prints.

use std::fmt::Display;

/// The outcome of a run of scenarios.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// All scenarios passed.
    Passed,
    /// A program or a package that the run needs is missing. Holds the reason to print.
    Skipped(String),
    /// The run ended early, or some scenarios failed. Holds the reason to print.
    Failed(String),
}

impl Outcome {
    pub(crate) fn failed(reason: impl Display) -> Self {
        Self::Failed(reason.to_string())
    }
}

/// Prints the row of a scenario, and returns `true` if the scenario passed.
pub(crate) fn row(scenario: &str, result: &Result<(), String>) -> bool {
    match result {
        Ok(()) => println!("passed  {scenario}"),
        Err(reason) => println!("failed  {scenario}: {}", reason.replace('\n', " ")),
    }
    result.is_ok()
}
