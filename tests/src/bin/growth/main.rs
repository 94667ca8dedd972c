//! Measures how time and memory grow with the number of entities, properties, patches and list elements.
//!
//! `cargo run -p graph-tests --release --bin growth`
//!
//! The slope is the exponent of a fit of `cost = c * size ^ slope`: with 1 the cost is proportional to the size, with 0 it does not depend
//! on it. Runs on Linux, and needs valgrind for the instructions.
//!
//! - A crate of N entities with 12 properties each, and one of 20 entities with N properties each: user CPU time of `cargo check` without
//!   that of an empty crate, and the peak memory of the compiler. The dependencies are built before.
//! - An entity of N properties: instructions of decoding and encoding it.
//! - N patches in a bulk, and N elements of a list in pages of 1,000, in memory: CPU time and peak memory of a process, which contains
//!   the transport that responds.

mod build;
mod client;
mod table;

use std::time::Duration;

use graph_tests::Result;
use graph_tests::growth::{cpu_time, peak_kib};
use table::Series;

const ENTITIES: [usize; 4] = [50, 100, 200, 500];
const PROPERTIES: [usize; 4] = [10, 30, 100, 300];
const REQUESTS: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [what, size] = &arguments[..] {
        return measure_here(what, size.parse()?);
    }
    table::print_header();
    let entities = "entities in a crate, of 12 properties";
    build::check(entities, &ENTITIES, |size| (size, 12))?;
    build::check("properties of each of 20 entities", &PROPERTIES, |size| (20, size))?;
    build::count("properties of an entity", &PROPERTIES)?;
    for (what, against) in [("patches", "patches in a bulk"), ("list", "elements of a list")] {
        let costs = REQUESTS.iter().map(|&size| measure(what, size)).collect::<Result<Vec<_>>>()?;
        let (seconds, mib) = costs.into_iter().unzip();
        Series { against, measured: "CPU time", unit: " s", sizes: &REQUESTS, costs: seconds }.print();
        Series { against, measured: "peak memory", unit: " MiB", sizes: &REQUESTS, costs: mib }.print();
    }
    Ok(())
}

/// Sends requests in a process of its own. Returns its CPU seconds, and its peak memory in MiB.
fn measure(what: &str, size: usize) -> Result<(f64, f64)> {
    let output = std::process::Command::new(std::env::current_exe()?).args([what, &size.to_string()]).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let (seconds, kib) = text.trim().split_once(' ').ok_or_else(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
    Ok((seconds.parse()?, kib.parse::<f64>()? / 1024.0))
}

/// Sends requests in this process. Prints the CPU seconds and the peak memory in KiB.
fn measure_here(what: &str, size: usize) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    let start = cpu_time();
    match what {
        "patches" => runtime.block_on(client::patch(size))?,
        "list" => runtime.block_on(client::list(size))?,
        _ => return Err(format!("expected `patches` or `list`, found {what}").into()),
    }
    // Linux updates the time of a running thread only now and then, and of a thread that sleeps at once.
    std::thread::sleep(Duration::from_millis(1));
    println!("{} {}", (cpu_time() - start).as_secs_f64(), peak_kib());
    Ok(())
}
