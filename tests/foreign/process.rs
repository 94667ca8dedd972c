//! Programs that a run starts: version checks, package installations and the scenarios themselves.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::outcome::Outcome;

/// The time limit of a package installation or of all scenarios together.
const LIMIT: Duration = Duration::from_secs(300);

/// The name of npm's program, which is a script on Windows.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The name of Python's program.
pub(crate) const PYTHON: &str = if cfg!(windows) { "python" } else { "python3" };

/// Checks that a program can be started and has at least this version.
///
/// # Errors
/// [`Outcome::Skipped`] if the program is missing or older.
pub(crate) fn require(program: &str, least: (u32, u32)) -> Result<(), Outcome> {
    let output = Command::new(program).arg("--version").output();
    let Ok(output) = output.as_ref().map_err(io::Error::kind) else {
        return Err(Outcome::Skipped(format!("{program} is not installed")));
    };
    let text = String::from_utf8_lossy(&output.stdout);
    let text = text.trim();
    let digits = text.trim_start_matches(|first: char| !first.is_ascii_digit());
    let mut numbers = digits.split('.').map_while(|number| number.parse::<u32>().ok());
    let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if version < least {
        return Err(Outcome::Skipped(format!("{program} is {text}, older than {}.{}", least.0, least.1)));
    }
    Ok(())
}

/// Copies a folder of `tests/foreign` into the target folder, where packages are installed beside the copy.
///
/// # Errors
/// A file cannot be read or written.
pub(crate) fn working_copy(name: &str) -> io::Result<PathBuf> {
    // The executable is `target/<profile>/examples/foreign`.
    let executable = std::env::current_exe()?;
    let target = executable.ancestors().nth(3).ok_or(io::ErrorKind::NotFound)?;
    let copy = target.join("foreign").join(name);
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("foreign").join(name), &copy)?;
    Ok(copy)
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy_folder(&from, &to)?;
        } else {
            std::fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

/// Installs the packages of `package-lock.json`, without their scripts.
///
/// # Errors
/// [`Outcome::Failed`] if the lock file is wrong, and [`Outcome::Skipped`] if npm cannot install the packages for another reason.
pub(crate) async fn npm_ci(folder: &Path) -> Result<(), Outcome> {
    let mut command = Command::new(NPM);
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    let log = run_quietly(command, folder).await.map_err(Outcome::failed)?;
    match log {
        None => Ok(()),
        Some(log) if ["EUSAGE", "EINTEGRITY"].iter().any(|code| log.contains(code)) => {
            Err(Outcome::Failed(format!("package-lock.json does not fit: {}", reason(&log))))
        }
        Some(log) => Err(Outcome::Skipped(format!("npm could not install the packages: {}", reason(&log)))),
    }
}

/// Returns the first two lines that npm marks as errors: the code and the reason.
fn reason(log: &str) -> String {
    let lines = log.lines().filter_map(|line| line.strip_prefix("npm error ")).filter(|line| !line.trim().is_empty());
    lines.take(2).collect::<Vec<_>>().join(": ")
}

/// Installs the packages of `requirements.txt` into a virtual environment, and returns the path of the environment's Python.
///
/// # Errors
/// [`Outcome::Failed`] if the requirements contradict each other or do not exist, and [`Outcome::Skipped`] if pip cannot install the
/// packages for another reason.
pub(crate) async fn pip_install(folder: &Path) -> Result<PathBuf, Outcome> {
    let python = folder.join(if cfg!(windows) { "venv/Scripts/python.exe" } else { "venv/bin/python" });
    let mut create = Command::new(PYTHON);
    create.args(["-m", "venv", "venv"]);
    if run_quietly(create, folder).await.map_err(Outcome::failed)?.is_some() {
        return Err(Outcome::Skipped(format!("{PYTHON} cannot create a virtual environment")));
    }
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--disable-pip-version-check", "--requirement", "requirements.txt"]);
    let Some(log) = run_quietly(install, folder).await.map_err(Outcome::failed)? else { return Ok(python) };
    let lines = || log.lines().filter_map(|line| line.strip_prefix("ERROR: "));
    let reason = lines().next().unwrap_or_default();
    // Without a network, pip finds no version at all.
    let is_wrong = |line: &str| {
        line.contains("conflicting dependencies") || line.contains("from versions: ") && !line.contains("from versions: none")
    };
    match lines().any(is_wrong) {
        true => Err(Outcome::Failed(format!("requirements.txt does not fit: {reason}"))),
        false => Err(Outcome::Skipped(format!("pip could not install the packages: {reason}"))),
    }
}

/// Runs a command to its end. Returns `None` if the command succeeded, and otherwise the command's output.
///
/// # Errors
/// The program cannot be started, or exceeds the time limit.
pub(crate) async fn run_quietly(mut command: Command, folder: &Path) -> io::Result<Option<String>> {
    let path = folder.join("install.log");
    let log = std::fs::File::create(&path)?;
    command.current_dir(folder).stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    let status = Running::start(&mut command)?.wait(LIMIT).await?;
    if status.success() { Ok(None) } else { std::fs::read_to_string(path).map(Some) }
}

/// Runs a program to its end. The program prints to this process's output.
///
/// # Errors
/// The program cannot be started, or exceeds the time limit.
pub(crate) async fn run(program: impl AsRef<OsStr>, arguments: &[&str], folder: &Path) -> io::Result<ExitStatus> {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    Running::start(&mut command)?.wait(LIMIT).await
}

/// A program that is stopped when this value is dropped.
#[derive(Debug)]
pub(crate) struct Running(Child);

impl Running {
    /// Starts a program.
    ///
    /// # Errors
    /// The program cannot be started.
    pub(crate) fn start(command: &mut Command) -> io::Result<Self> {
        command.spawn().map(Self)
    }

    /// Returns the pipe from which the program's output can be read.
    ///
    /// # Errors
    /// The output was not piped, or was taken before.
    pub(crate) fn output(&mut self) -> io::Result<ChildStdout> {
        self.0.stdout.take().ok_or_else(|| io::Error::other("the output is not piped"))
    }

    /// Waits until the program ends, without blocking the thread, so that other tasks (such as a test server) run meanwhile.
    ///
    /// # Errors
    /// The program exceeds the time limit.
    pub(crate) async fn wait(&mut self, limit: Duration) -> io::Result<ExitStatus> {
        let end = Instant::now() + limit;
        while Instant::now() < end {
            if let Some(status) = self.0.try_wait()? {
                return Ok(status);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Err(io::Error::new(io::ErrorKind::TimedOut, format!("the program still runs after {} s", limit.as_secs())))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Fails only if the program has already ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
