//! Measures how CPU time grows with the size of an input.

use std::time::Duration;

/// The highest allowed ratio of the CPU time of one large input to that of several small inputs with the same total size.
const LIMIT: f64 = 3.0;

/// The number of times that the large input is measured.
const ROUNDS: usize = 5;

/// Returns the CPU time that this thread has used. Other load changes CPU time less than wall time.
///
/// # Panics
/// The system is not Linux.
pub fn cpu_time() -> Duration {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    Duration::from_nanos(schedule.split_whitespace().next().expect("a time").parse().expect("nanoseconds"))
}

/// Prints the head of the table to which [`assert_linear`] adds a row. `input` is the word for an input: document or body.
pub fn print_header(input: &str) {
    println!("| {input} | small | large | large to small |\n|---|---:|---:|---:|");
}

/// Prints the CPU time of `times` inputs of the size `small`, of one input of the size `times * small`, and their ratio. `measure` returns
/// the CPU time of an input of the given size. With a quadratic algorithm the ratio would be `times`.
///
/// # Panics
/// The large input takes more than three times as long as the small inputs.
pub fn assert_linear(inputs: &str, small: usize, times: usize, measure: impl Fn(usize) -> Duration) {
    let (mut of_small, mut of_large) = (Duration::ZERO, Duration::ZERO);
    for _ in 0..ROUNDS {
        of_small += (0..times).map(|_| measure(small)).sum::<Duration>();
        of_large += measure(times * small);
    }
    let growth = of_large.as_secs_f64() / of_small.as_secs_f64();
    println!("| {inputs} | {of_small:.1?} | {of_large:.1?} | {growth:.2} × |");
    assert!(growth <= LIMIT, "{inputs}: the large one takes more than {LIMIT} times as long");
}
