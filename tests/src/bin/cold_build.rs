//! Measures the cold build of a program that sends one PATCH, compared with the same program on reqwest, serde and `time` alone.
//!
//! `cargo run -p graph-tests --release --bin cold_build -- [--repetitions N] [--baseline FOLDER]`
//!
//! Each build starts without a target directory. The programs are built in turn, so that a slow minute of the machine slows all of them.
//! The cost is the user CPU time of cargo, rustc and the linker, the lowest of N runs; N is 1 if it is not given. With `--baseline`, the
//! table also has the program with graph-core from another checkout of this workspace.

use std::path::PathBuf;

use graph_tests::Result;
use graph_tests::cold_build::Program;
use graph_tests::corpus::workspace;

fn main() -> Result<()> {
    let (mut repetitions, mut baseline) = (1_usize, None::<PathBuf>);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--repetitions" => repetitions = arguments.next().ok_or("--repetitions takes a number")?.parse()?,
            "--baseline" => baseline = Some(PathBuf::from(arguments.next().ok_or("--baseline takes a folder")?).canonicalize()?),
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    let mut programs = vec![Program::by_hand("by hand")?, Program::with_graph_core("graph-core", workspace()?)?];
    if let Some(checkout) = &baseline {
        programs.push(Program::with_graph_core("baseline", checkout)?);
    }
    println!("| program | profile | user CPU | to by hand |\n|---|---|---:|---:|");
    for (profile, release) in [("debug", false), ("release", true)] {
        let mut best = vec![f64::INFINITY; programs.len()];
        for _ in 0..repetitions {
            for (program, best) in programs.iter().zip(&mut best) {
                *best = best.min(program.build(release)?);
            }
        }
        let by_hand = best.first().copied().unwrap_or(f64::NAN);
        for (program, seconds) in programs.iter().zip(&best) {
            println!("| {} | {profile} | {seconds:.1} s | {:.3} |", program.name, seconds / by_hand);
        }
    }
    Ok(())
}
