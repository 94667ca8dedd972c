//! Runs Microsoft's SDKs against the emulator.

use std::ffi::OsStr;
use std::path::Path;

use crate::emulator::emulator;
use crate::outcome::{Outcome, row};
use crate::process::{NPM, PYTHON, npm_ci, pip_install, require, run, working_copy};

/// Runs the scenarios of the JavaScript SDK.
pub(crate) async fn javascript() -> Outcome {
    let prepared = async {
        require("node", (20, 0))?;
        require(NPM, (7, 0))?;
        let folder = working_copy("javascript").map_err(Outcome::failed)?;
        npm_ci(&folder).await?;
        Ok(folder)
    };
    match prepared.await {
        Ok(folder) => scenarios(OsStr::new("node"), "main.mjs", &folder).await.unwrap_or_else(Outcome::failed),
        Err(outcome) => outcome,
    }
}

/// Runs the scenarios of the Python SDK.
pub(crate) async fn python() -> Outcome {
    let prepared = async {
        require(PYTHON, (3, 10))?;
        let folder = working_copy("python").map_err(Outcome::failed)?;
        let python = pip_install(&folder).await?;
        Ok((folder, python))
    };
    match prepared.await {
        Ok((folder, python)) => scenarios(python.as_os_str(), "main.py", &folder).await.unwrap_or_else(Outcome::failed),
        Err(outcome) => outcome,
    }
}

/// Serves the emulator, and runs a program with the emulator's URL as the argument.
async fn scenarios(program: &OsStr, script: &str, folder: &Path) -> Result<Outcome, Box<dyn std::error::Error>> {
    let emulator = emulator()?;
    let server = emulator.serve(0).await?;
    let status = run(program, &[script, &server.url()], folder).await?;
    let (violations, faults) = (emulator.journal().violations(), emulator.queued_faults());
    let obeyed = match (violations, faults.as_slice()) {
        (0, []) => Ok(()),
        (0, faults) => Err(format!("these faults met no request: {faults:?}")),
        (count, _) => Err(format!("{count} requests came before `Retry-After` had elapsed")),
    };
    let obeyed = row("the emulator's journal: each fault was met, and each wait was kept", &obeyed);
    Ok(match status.success() && obeyed {
        true => Outcome::Passed,
        false => Outcome::Failed(format!("the scenarios ended with {status}")),
    })
}
