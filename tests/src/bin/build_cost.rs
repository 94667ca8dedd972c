//! What the framework's derives cost to build, next to serde's two derives on the same structs.
//!
//! `GRAPH_SHARED=… cargo run -p graph-tests --release --bin build_cost -- [--repetitions N] [--std-derives]`
//!
//! The corpus' entities with all they reach are written as two crates: with everything the framework has (patches, setters, paths,
//! ids), and with `serde::Serialize` and `serde::Deserialize` only. Both are built in turn, their dependencies built before and
//! incremental compilation off, and the user CPU time of cargo, rustc and the linker is counted. The debug build is of a program that
//! decodes, patches and encodes every entity once (with serde: decodes and encodes). With `--std-derives` the structs of both derive
//! `Clone`, `Debug` and `PartialEq` as well.

use std::path::PathBuf;
use std::process::ExitCode;

use graph_tests::Result;
use graph_tests::build_cost::Pair;
use graph_tests::corpus::Profile;

/// The most that the framework may cost, in parts of what serde's derives cost.
const LIMIT: f64 = 0.75;

struct Options {
    repetitions: usize,
    std_derives: bool,
}

fn main() -> Result<ExitCode> {
    let Some(shared) = std::env::var_os("GRAPH_SHARED") else {
        println!("build_cost: GRAPH_SHARED is not set: there is no corpus to measure with");
        return Ok(ExitCode::SUCCESS);
    };
    let options = options()?;
    let folder = PathBuf::from(shared).join("corpus").canonicalize()?;
    println!("| entities | properties | build | graph | serde | ratio | graph, per property |");
    println!("|---:|---:|---|---:|---:|---:|---:|");
    let mut held = true;
    for count in [Some(50), Some(100), Some(200), None] {
        let pair = Pair::prepare(&folder, count, options.std_derives)?;
        for (profile, name) in [(Profile::Check, "check"), (Profile::Debug, "debug")] {
            let cost = pair.measure(profile, options.repetitions)?;
            let each = cost.graph * 1000.0 / pair.properties as f64;
            println!("| {} | {} | {name} | {cost} | {each:.2} ms |", pair.entities, pair.properties);
            held &= count.is_some() || cost.ratio() <= LIMIT;
        }
    }
    println!(
        "user CPU time, best of {}; the limit of {LIMIT} {}",
        options.repetitions,
        if held { "holds" } else { "DOES NOT HOLD" }
    );
    Ok(ExitCode::from(u8::from(!held)))
}

fn options() -> Result<Options> {
    let mut options = Options { repetitions: 3, std_derives: false };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--repetitions" => options.repetitions = arguments.next().ok_or("--repetitions takes a number")?.parse()?,
            "--std-derives" => options.std_derives = true,
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    Ok(options)
}
