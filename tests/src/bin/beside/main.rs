//! Compares this workspace with other crates: a program that sends patches, and a declaration.
//!
//! `cargo run -p graph-tests --release --bin beside -- [--programs | --only WORD | --declarations] [--repetitions N]`
//!
//! Takes about seven minutes on two idle cores, most of them for cold builds; `--only` builds the programs whose name contains the word.
//! Downloads crates from the registry before it measures, with the newest versions that fit the printed requirements. Without a network and
//! without the crates in cargo's cache, the program says which crates are missing, and goes on without them.
//!
//! - The programs send the same patch (the server checks method, path and body) to the same server on a loopback socket, on tokio's
//!   current-thread runtime, and read the response into a struct. CPU time and wall time are medians of N rounds (1 if not given) of
//!   20,000 patches; the programs take turns. The peak memory is that of the run with 64 patches in flight.
//! - A cold build is a release build without a target directory. Its CPU time is the user time of cargo, rustc and the linker.
//! - The declarations are 100 structs of 12 properties with each derive: user CPU time of `cargo check`, without that of an empty crate
//!   with the same dependencies. Runs on Linux.

mod declarations;
mod program;

use std::process::Command;

use graph_tests::Result;

fn main() -> Result<()> {
    let (mut programs, mut declarations, mut repetitions, mut only) = (true, true, 1_usize, String::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--programs" => declarations = false,
            "--only" => (declarations, only) = (false, arguments.next().ok_or("--only takes a word")?),
            "--declarations" => programs = false,
            "--repetitions" => repetitions = arguments.next().ok_or("--repetitions takes a number")?.parse()?,
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    let rustc = Command::new("rustc").arg("--version").output()?;
    println!("{}", String::from_utf8_lossy(&rustc.stdout));
    if programs {
        program::compare(repetitions, &only)?;
    }
    if declarations {
        declarations::compare(repetitions)?;
    }
    Ok(())
}
