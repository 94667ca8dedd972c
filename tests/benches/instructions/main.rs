//! Counts instructions and allocations per call, with graph-core and by hand, and asserts the bounds.
//!
//! `cargo bench -p graph-tests --bench instructions`
//!
//! Needs valgrind, and nothing else. Each number is the difference of two runs of this executable under callgrind (instructions) or dhat
//! (allocations) divided by the difference of their numbers of calls, so other load does not change it.
//!
//! By hand means a struct with `Option` fields, serde's derives, `skip_serializing_if`, RFC 3339 by `time`, and `format!` with
//! percent-encoding for paths. Before anything is counted, both sides are checked to give the same bodies and the same values.
//!
//! - `… -- WORD` counts only the rows whose key contains the word.
//! - For a profiler, `EXECUTABLE KEY graph|by-hand CALLS` does the work of one side; `cargo bench … --no-run` prints the executable.

mod client;
mod configuration;
mod overview;
mod patches;
mod rows;

use std::process::ExitCode;

use graph_tests::Result;
use graph_tests::growth::thousands;
use graph_tests::valgrind::{Cost, Runs, start};
use rows::{ROWS, Row};

fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let [key, side, calls] = arguments[..] {
        work(key, side, calls.parse()?)?;
        return Ok(ExitCode::SUCCESS);
    }
    rows::check();
    // `cargo bench` passes `--bench`; `cargo test` does not, and only checks both sides.
    if !arguments.contains(&"--bench") {
        return Ok(ExitCode::SUCCESS);
    }
    let word = arguments.iter().find(|argument| **argument != "--bench").copied().unwrap_or_default();
    let (program, mut held) = (std::env::current_exe()?, true);
    println!("| work | graph-core | by hand | ratio | must be | allocations | by hand |\n|---|---:|---:|---:|---:|---:|---:|");
    for row in ROWS.iter().filter(|row| row.key.contains(word)) {
        let graph = start(&program, &[row.key, "graph"])?;
        let by_hand = row.by_hand.map(|_| start(&program, &[row.key, "by-hand"])).transpose()?;
        held &= print(row, graph.finish()?, by_hand.map(Runs::finish).transpose()?);
    }
    println!("\nInstructions per call. {}", if held { "Each bound holds." } else { "A ratio in bold is above its bound." });
    Ok(ExitCode::from(u8::from(!held)))
}

/// Does the work of one side of a row.
fn work(key: &str, side: &str, calls: usize) -> Result<()> {
    let row = ROWS.iter().find(|row| row.key == key).ok_or_else(|| format!("unknown row {key}"))?;
    let work = match side {
        "graph" => row.graph,
        "by-hand" => row.by_hand.ok_or("the row has no such side")?,
        _ => return Err(format!("expected `graph` or `by-hand`, found {side}").into()),
    };
    work(calls);
    Ok(())
}

/// Prints a row, and returns whether its bound holds.
fn print(row: &Row, graph: Cost, by_hand: Option<Cost>) -> bool {
    let (instructions, allocations) = (thousands(graph.instructions), graph.allocations);
    let Some(by_hand) = by_hand else {
        println!("| {} | {instructions} | | | | {allocations:.1} | |", row.title);
        return true;
    };
    let ratio = graph.instructions / by_hand.instructions;
    let held = row.bound.is_none_or(|bound| ratio <= bound);
    let mark = if held { "" } else { "**" };
    let bound = row.bound.map(|bound| format!("≤ {bound}")).unwrap_or_default();
    println!(
        "| {} | {instructions} | {} | {mark}{ratio:.2}{mark} | {bound} | {allocations:.1} | {:.1} |",
        row.title,
        thousands(by_hand.instructions),
        by_hand.allocations,
    );
    held
}
