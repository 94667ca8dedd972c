//! Counts instructions and allocations by running an executable under valgrind.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::Result;

/// The numbers of calls of the two runs whose difference is counted. Startup and shutdown cancel out.
const CALLS: [usize; 2] = [100, 300];

const MISSING: &str = "valgrind is missing: install it with the system's package manager (`sudo apt install valgrind`, \
    `sudo dnf install valgrind`, `sudo pacman -S valgrind`)";

/// The cost of one call.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// The number of instructions.
    pub instructions: f64,
    /// The number of allocations. A reallocation counts as one.
    pub allocations: f64,
}

/// Runs of an executable under valgrind that are not yet finished.
pub struct Runs {
    callgrind: [Child; 2],
    dhat: [Child; 2],
}

/// Starts runs of an executable with these arguments and, as the last one, the number of calls.
///
/// # Errors
/// valgrind is missing or cannot start.
pub fn start(program: &Path, arguments: &[&str]) -> Result<Runs> {
    let start = |tool: &str, calls: usize| {
        let mut valgrind = Command::new("valgrind");
        valgrind.args([&format!("--tool={tool}"), &format!("--{tool}-out-file=/dev/null")]);
        valgrind.arg(program).args(arguments).arg(calls.to_string());
        valgrind.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        valgrind.spawn().map_err(|error| if error.kind() == ErrorKind::NotFound { MISSING.to_owned() } else { error.to_string() })
    };
    let both = |tool: &str| Ok::<_, String>([start(tool, CALLS[0])?, start(tool, CALLS[1])?]);
    Ok(Runs { callgrind: both("callgrind")?, dhat: both("dhat")? })
}

impl Runs {
    /// Waits for the runs, and returns the cost of one call.
    ///
    /// # Errors
    /// A run failed.
    pub fn finish(self) -> Result<Cost> {
        let difference = |[few, many]: [Child; 2], label: &str, unit: &str| {
            let (few, many) = (total(few, label, unit)?, total(many, label, unit)?);
            Ok::<_, Box<dyn std::error::Error>>((many - few) / (CALLS[1] - CALLS[0]) as f64)
        };
        Ok(Cost {
            instructions: difference(self.callgrind, "Collected :", "")?,
            allocations: difference(self.dhat, "Total:", "blocks")?,
        })
    }
}

/// Returns the number before the word `unit` on the line that begins with `label` in valgrind's summary.
fn total(run: Child, label: &str, unit: &str) -> Result<f64> {
    let output = run.wait_with_output()?;
    let summary = String::from_utf8_lossy(&output.stderr);
    let number = summary
        .lines()
        .filter_map(|line| line.split_once(label))
        .filter_map(|(_, rest)| rest.trim().strip_suffix(unit)?.split_whitespace().last()?.replace(',', "").parse().ok())
        .next();
    match number {
        Some(number) if output.status.success() => Ok(number),
        _ => Err(format!("a run under valgrind failed:\n{summary}").into()),
    }
}
