//! Measures how CPU time and memory grow with the size of an input.

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

/// Returns the peak memory of this process in KiB.
///
/// # Panics
/// The system is not Linux.
pub fn peak_kib() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    peak_kib_in(&status).expect("a peak")
}

/// Returns the peak memory in KiB in the text of a process' status (`VmHWM` in proc_pid_status(5)).
pub fn peak_kib_in(status: &str) -> Option<usize> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}

/// Returns the median of some numbers.
pub fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Writes a whole number with a comma before each group of three digits.
pub fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(",")
}

/// Returns the exponent of `cost = c * size ^ exponent`, fitted to pairs of size and cost: the slope of a line through their logarithms.
pub fn slope(points: &[(f64, f64)]) -> f64 {
    let logarithms = || points.iter().map(|(size, cost)| (size.ln(), cost.ln()));
    let count = points.len() as f64;
    let (x_mean, y_mean) = (logarithms().map(|(x, _)| x).sum::<f64>() / count, logarithms().map(|(_, y)| y).sum::<f64>() / count);
    let covariance: f64 = logarithms().map(|(x, y)| (x - x_mean) * (y - y_mean)).sum();
    covariance / logarithms().map(|(x, _)| (x - x_mean).powi(2)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::slope;

    #[test]
    fn slope_is_the_exponent() {
        for exponent in [0.0, 1.0, 2.0] {
            let points = [10.0_f64, 100.0, 1000.0].map(|size| (size, 3.0 * size.powf(exponent)));
            assert!((slope(&points) - exponent).abs() < 1e-9);
        }
    }
}
