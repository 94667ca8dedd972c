//! Sends patches with a number of them in flight, and prints wall seconds, CPU seconds and the peak memory in KiB. Every program has this
//! file.

use std::time::Instant;

/// The number of patches before the measurement: they open the connections.
const WARM_UP: usize = 2_000;

/// The arguments of the program: a port, a number of patches in flight, and a number of patches.
pub struct Plan {
    pub port: usize,
    in_flight: usize,
    patches: usize,
}

impl Plan {
    pub fn read() -> Self {
        let numbers: Vec<usize> = std::env::args().skip(1).map(|number| number.parse().expect("a number")).collect();
        let [port, in_flight, patches] = numbers[..] else { panic!("expected PORT IN_FLIGHT PATCHES") };
        Self { port, in_flight, patches }
    }

    pub async fn run<F, R>(self, patch: F)
    where
        F: Fn() -> R + Clone + Send + 'static,
        R: Future<Output = ()> + Send,
    {
        self.send(WARM_UP, &patch).await;
        let (wall, cpu) = (Instant::now(), cpu_seconds());
        self.send(self.patches, &patch).await;
        println!("{} {} {}", wall.elapsed().as_secs_f64(), cpu_seconds() - cpu, peak_kib());
    }

    async fn send<F, R>(&self, patches: usize, patch: &F)
    where
        F: Fn() -> R + Clone + Send + 'static,
        R: Future<Output = ()> + Send,
    {
        let each = patches / self.in_flight;
        let task = || {
            let patch = patch.clone();
            tokio::spawn(async move {
                for _ in 0..each {
                    patch().await;
                }
            })
        };
        let tasks: Vec<_> = (0..self.in_flight).map(|_| task()).collect();
        for task in tasks {
            task.await.expect("each patch succeeds");
        }
    }
}

/// Returns the user and system CPU time of this process.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").expect("Linux");
    let (_, after_name) = stat.rsplit_once(')').expect("a name");
    let ticks = after_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<f64>().expect("ticks"));
    ticks.sum::<f64>() / 100.0
}

fn peak_kib() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    peak.trim().trim_end_matches(" kB").parse().expect("a number")
}
