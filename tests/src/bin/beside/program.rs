//! Programs that send the same patch: with graph-core, with graph-rs-sdk, and with reqwest and serde alone.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

use graph_tests::Result;
use graph_tests::build_cost::children_user_seconds;
use graph_tests::corpus::{WrittenCrate, workspace};
use graph_tests::growth::median;
use graph_tests::loopback;

const RESPONSE: &str = r#"{"id":"87d349ed-44d7-43e1-9a83-5f2406dee5bd","displayName":"Adele Vance","jobTitle":"Retail Manager","officeLocation":"18/2111","mobilePhone":"+1 425 555 0109","accountEnabled":true}"#;

const BODY: &str = r#"{"displayName":"Adele Vance","jobTitle":"Retail Manager","officeLocation":"18/2111","mobilePhone":"+1 425 555 0109","accountEnabled":true}"#;

/// The numbers of patches in flight.
const IN_FLIGHT: [usize; 3] = [1, 16, 64];

const PATCHES: usize = 20_000;

const HARNESS: &str = include_str!("programs/harness.rs");

const SERDE: &str = "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";

const REQWEST: &str = "reqwest = { version = \"0.13\", default-features = false, features = [\"rustls\", \"http2\"] }\n";

const SDK: &str = "graph-rs-sdk = { version = \"3\", default-features = false, features = [\"rustls-tls\", \"test-util\"] }\n";

struct Program {
    name: &'static str,
    /// The direct dependencies, with their versions.
    versions: String,
    /// The number of crates that cargo builds, the program included.
    crates: usize,
    krate: WrittenCrate,
    target: PathBuf,
}

/// The CPU time, wall time and peak memory of a number of patches.
struct Run {
    cpu_micros: f64,
    wall_micros: f64,
    mib: f64,
}

/// Prints the tables of the programs whose name contains the word `only`.
pub(crate) fn compare(repetitions: usize, only: &str) -> Result<()> {
    let graph_core = format!("graph-core = {{ path = {:?} }}\n", workspace()?.join("graph-core"));
    let sources = [
        ("graph-core", graph_core, include_str!("programs/graph_core.rs")),
        ("reqwest and serde", format!("{REQWEST}{SERDE}"), include_str!("programs/reqwest.rs")),
        ("graph-rs-sdk", format!("{SDK}{SERDE}"), include_str!("programs/graph_rs_sdk.rs")),
    ];
    let mut programs = Vec::new();
    for (name, dependencies, source) in sources.iter().filter(|(name, ..)| name.contains(only)) {
        match Program::write(name, dependencies, source) {
            Ok(program) => programs.push(program),
            Err(error) => println!("{name} is left out: {error}\n"),
        }
    }
    println!("| program | depends on | crates | cold build: wall | user CPU | stripped |\n|---|---|---:|---:|---:|---:|");
    for program in &programs {
        let (wall, cpu) = program.build()?;
        let mb = std::fs::metadata(program.executable())?.len() as f64 / 1e6;
        println!("| {} | {} | {} | {wall:.0} s | {cpu:.0} s | {mb:.2} MB |", program.name, program.versions, program.crates);
    }
    println!("\n| program | in flight | CPU per patch | wall per patch | peak memory |\n|---|---:|---:|---:|---:|");
    let port = loopback::serve(RESPONSE, |head, body| {
        assert!(head.starts_with("PATCH /v1.0/users/87d349ed-44d7-43e1-9a83-5f2406dee5bd HTTP/1.1\r\n"), "{head}");
        assert_eq!(String::from_utf8_lossy(body), BODY);
    });
    for in_flight in IN_FLIGHT {
        let mut rounds: Vec<Vec<Run>> = programs.iter().map(|_| Vec::new()).collect();
        for _ in 0..repetitions {
            for (program, rounds) in programs.iter().zip(&mut rounds) {
                rounds.push(program.run(port, in_flight)?);
            }
        }
        for (program, rounds) in programs.iter().zip(&rounds) {
            let of = |figure: fn(&Run) -> f64| median(rounds.iter().map(figure).collect());
            let (cpu, wall, mib) = (of(|run| run.cpu_micros), of(|run| run.wall_micros), of(|run| run.mib));
            println!("| {} | {in_flight} | {cpu:.1} µs | {wall:.1} µs | {mib:.1} MiB |", program.name);
        }
    }
    println!();
    Ok(())
}

impl Program {
    /// Writes a program, and downloads its crates.
    fn write(name: &'static str, dependencies: &str, source: &str) -> Result<Self> {
        let tokio = "tokio = { version = \"1\", default-features = false, features = [\"macros\", \"rt\", \"time\"] }\n";
        let files = [("src/main.rs".to_owned(), source.to_owned()), ("src/harness.rs".to_owned(), HARNESS.to_owned())];
        let krate =
            WrittenCrate::depending(&format!("beside-{}", name.replace(' ', "-")), &format!("{dependencies}{tokio}"), &files)?;
        let target = krate.folder().join("target");
        krate.fetch()?;
        let direct = krate.tree(&["--depth", "1", "--edges", "normal"])?;
        // The first line is the program itself.
        let versions: Vec<&String> = direct.iter().filter(|line| !line.starts_with("beside-")).collect();
        let versions = versions.iter().map(|line| line.replacen(" v", " ", 1)).collect::<Vec<_>>().join(", ");
        let crates = krate.tree(&["--edges", "normal,build"])?.len();
        Ok(Self { name, versions, crates, krate, target })
    }

    /// Builds the program and everything that it depends on, with `--release`. Returns the wall seconds and the user CPU seconds.
    fn build(&self) -> Result<(f64, f64)> {
        if self.target.exists() {
            std::fs::remove_dir_all(&self.target)?;
        }
        let mut cargo = self.krate.cargo_in("build", &self.target);
        cargo.arg("--release").env("CARGO_PROFILE_RELEASE_STRIP", "true");
        let (wall, cpu) = (Instant::now(), children_user_seconds()?);
        if !cargo.status()?.success() {
            return Err(format!("{} does not compile, see {}", self.name, self.krate.folder().display()).into());
        }
        Ok((wall.elapsed().as_secs_f64(), children_user_seconds()? - cpu))
    }

    /// Returns the path of the executable of the release build.
    fn executable(&self) -> PathBuf {
        self.target.join("release").join(format!("beside-{}{}", self.name.replace(' ', "-"), std::env::consts::EXE_SUFFIX))
    }

    fn run(&self, port: u16, in_flight: usize) -> Result<Run> {
        let arguments = [usize::from(port), in_flight, PATCHES].map(|number| number.to_string());
        let output = Command::new(self.executable()).args(arguments).stderr(Stdio::inherit()).output()?;
        let text = String::from_utf8(output.stdout)?;
        let numbers = text.split_whitespace().map(str::parse).collect::<std::result::Result<Vec<f64>, _>>()?;
        let [wall, cpu, kib] = numbers[..] else { return Err(format!("{} failed", self.name).into()) };
        let micros = 1e6 / PATCHES as f64;
        Ok(Run { cpu_micros: cpu * micros, wall_micros: wall * micros, mib: kib / 1024.0 })
    }
}
