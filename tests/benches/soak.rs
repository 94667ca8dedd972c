//! Sends 100,000 patches through an emulator in which 30 % of all requests fail: 64 requests at a time, on a paused clock.
//!
//! `cargo bench -p graph-tests --bench soak`
//!
//! A storm is one such run, with a number of patches and objects and a way to send them. Each storm runs in its own process, so that its
//! peak memory can be measured (`VmHWM`, Linux only). The emulator runs in that process too, so the storms that are compared use the same
//! number of objects, 2,000. A storm with 100,000 objects comes last.
//!
//! The bench asserts everything that the short test asserts, and that the peak of 100,000 patches is less than 1.3 times the peak of
//! 10,000.

#[path = "../tests/soak/storm.rs"]
mod storm;

use std::process::Command;
use std::time::Instant;

use storm::{Storm, Way};

const STORMS: [(&str, Storm); 6] = [
    ("10,000 in batches", Storm { patches: 10_000, objects: 2_000, way: Way::Batches }),
    ("100,000 in batches", Storm { patches: 100_000, objects: 2_000, way: Way::Batches }),
    ("10,000 one by one", Storm { patches: 10_000, objects: 2_000, way: Way::Singles }),
    ("100,000 one by one", Storm { patches: 100_000, objects: 2_000, way: Way::Singles }),
    ("100,000 from 64 tasks", Storm { patches: 100_000, objects: 2_000, way: Way::Tasks }),
    ("100,000 objects in batches", Storm { patches: 100_000, objects: 100_000, way: Way::Batches }),
];

/// The limit for the ratio of peak memory: a storm with many patches to a storm with few. Below the limit, memory counts as not growing.
const FLAT: f64 = 1.3;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    if let Some(place) = arguments.next() {
        let place: usize = place.parse().expect("the place of a storm");
        let figures = STORMS[place].1.run();
        println!("{} {} {} {}", figures.requests, figures.calls, figures.most_under_way, figures.time.as_secs());
        println!("{}", peak_kib());
        return;
    }
    println!("| patches | HTTP requests | calls | most at once | virtual time | wall time | peak |");
    println!("|---|---|---|---|---|---|---|");
    let peaks: Vec<u64> = (0..STORMS.len()).map(storm_of_its_own).collect();
    for (few, many) in [(0, 1), (2, 3)] {
        let ratio = peaks[many] as f64 / peaks[few] as f64;
        println!("\n{}: {ratio:.2} times the peak of {}", STORMS[many].0, STORMS[few].0);
        assert!(ratio < FLAT, "memory grows with the number of patches");
    }
}

/// Runs the storm with this index in its own process, and returns the peak memory of that process in KiB.
fn storm_of_its_own(place: usize) -> u64 {
    let start = Instant::now();
    let output = Command::new(std::env::current_exe().unwrap()).arg(place.to_string()).output().unwrap();
    assert!(output.status.success(), "{}: {}", STORMS[place].0, String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let numbers: Vec<u64> = text.split_whitespace().map(|number| number.parse().unwrap()).collect();
    let [requests, calls, most, time, peak] = numbers[..] else { panic!("{text}") };
    let wall = start.elapsed().as_secs_f64();
    println!(
        "| {} | {requests} | {calls} | {most} | {time} s | {wall:.1} s | {:.1} MiB |",
        STORMS[place].0,
        peak as f64 / 1024.0
    );
    peak
}

fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}
