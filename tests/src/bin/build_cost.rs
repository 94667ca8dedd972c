//! Measures the build cost of the framework's derives, compared with serde's two derives on the same structs.
//!
//! `GRAPH_SHARED=… cargo run -p graph-tests --release --bin build_cost -- [--repetitions N] [--std-derives | --schema | --actions]`
//!
//! The program writes the corpus' entities and every type they use as two crates. One has everything that the framework offers: patches,
//! setters, paths and ids. The other has only `serde::Serialize` and `serde::Deserialize`. Each debug build is a program that decodes,
//! patches and encodes every entity once; with serde, it decodes and encodes. With `--std-derives`, the structs of both crates also derive
//! `Clone`, `Debug` and `PartialEq`.
//!
//! Both crates are built in turn, without incremental compilation and with their dependencies already built. The cost is the user CPU time
//! of cargo, rustc and the linker.
//!
//! With `--schema`, it measures the cost of checking declarations against packed schemas instead: `cargo check` of the output of
//! `graph-schema declare` for every entity of the corpus, with the key `schema` and without.
//!
//! With `--actions`, it measures the cost of an action: the actions of the v1.0 schema, with their paths, against structs with serde's two
//! derives. The cost of a crate with the same types and no action is subtracted.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use graph_tests::Result;
use graph_tests::build_cost::{Checked, Pair};
use graph_tests::corpus::Profile;
use graph_tests::operation_cost::Actions;

/// The highest allowed ratio of build costs, framework to serde.
const LIMIT: f64 = 0.70;

/// The highest allowed ratio of `cargo check` times: the crate with the schema check to the crate without it.
const SCHEMA_LIMIT: f64 = 1.10;

struct Options {
    schema: bool,
    actions: bool,
    repetitions: usize,
    std_derives: bool,
}

fn main() -> Result<ExitCode> {
    let Some(shared) = std::env::var_os("GRAPH_SHARED") else {
        println!("build_cost: GRAPH_SHARED is not set: there is no corpus to measure with");
        return Ok(ExitCode::SUCCESS);
    };
    let options = options()?;
    let shared = PathBuf::from(shared).canonicalize()?;
    if options.schema {
        return schema(&shared, options.repetitions);
    }
    if options.actions {
        return actions(&shared, options.repetitions);
    }
    let folder = shared.join("corpus");
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

fn schema(shared: &Path, repetitions: usize) -> Result<ExitCode> {
    let pair = Checked::prepare(shared)?;
    let (checked, unchecked) = pair.measure(repetitions)?;
    let (ratio, (lines, bytes)) = (checked / unchecked, pair.size);
    let held = ratio <= SCHEMA_LIMIT;
    println!("| lines | packed schemas | checked | unchecked | ratio |\n|---:|---:|---:|---:|---:|");
    println!("| {lines} | {} kB | {checked:6.2} s | {unchecked:6.2} s | {ratio:5.3} |", bytes / 1000);
    let holds = if held { "holds" } else { "DOES NOT HOLD" };
    println!("user CPU time of cargo check, best of {repetitions}; the limit of {SCHEMA_LIMIT} {holds}");
    Ok(ExitCode::from(u8::from(!held)))
}

fn actions(shared: &Path, repetitions: usize) -> Result<ExitCode> {
    let actions = Actions::prepare(&shared.join("schema"))?;
    println!("| actions | build | graph, each | serde, each | ratio |\n|---:|---|---:|---:|---:|");
    let mut held = true;
    for (profile, name) in [(Profile::Check, "check"), (Profile::Debug, "debug")] {
        let (graph, serde) = actions.measure(profile, repetitions)?;
        held &= graph < serde;
        println!("| {} | {name} | {graph:.2} ms | {serde:.2} ms | {:.2} |", actions.count, graph / serde);
    }
    let holds = if held { "holds" } else { "DOES NOT HOLD" };
    println!("user CPU time, median of {repetitions}; the limit of 1 {holds}");
    Ok(ExitCode::from(u8::from(!held)))
}

fn options() -> Result<Options> {
    let mut options = Options { schema: false, actions: false, repetitions: 3, std_derives: false };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--repetitions" => options.repetitions = arguments.next().ok_or("--repetitions takes a number")?.parse()?,
            "--schema" => options.schema = true,
            "--actions" => options.actions = true,
            "--std-derives" => options.std_derives = true,
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    Ok(options)
}
