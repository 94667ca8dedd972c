//! Measures patches per second over a loopback socket with 1 ms of delay: one by one, and in bulk.
//!
//! `cargo bench -p graph-tests --bench throughput`
//!
//! Asserts that bulk through `$batch` is at least 8 times as fast as one by one. The emulator runs in its own thread. The ways to send the
//! patches take turns, and the result of each way is the median of its rounds.

use std::time::{Duration, Instant};

use graph_core::client::PatchRequest;
use graph_core::emulator::Emulator;
use graph_core::transport::ReqwestTransport;
use graph_core::{Client, Host, StaticToken};
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserOverview as Overview};

const ROUNDS: usize = 7;

/// The lowest allowed ratio of throughputs, bulk to one by one.
const FACTOR: f64 = 8.0;

/// A way to send patches.
#[derive(Clone, Copy)]
enum Way {
    OneByOne,
    Bulk { batch_size: usize, concurrency: usize },
}

const WAYS: [(&str, usize, Way); 4] = [
    ("one by one", 300, Way::OneByOne),
    ("bulk, single requests, 4 at once", 1_000, Way::Bulk { batch_size: 1, concurrency: 4 }),
    ("bulk, batches, 1 at once", 2_000, Way::Bulk { batch_size: 20, concurrency: 1 }),
    ("bulk, batches, 4 at once", 4_000, Way::Bulk { batch_size: 20, concurrency: 4 }),
];

fn main() {
    let host = serve();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let graph = Client::builder(ReqwestTransport::new().unwrap(), StaticToken::new("emulated")).host(host).build();
    let mut rates = [const { Vec::new() }; WAYS.len()];
    for round in 0..=ROUNDS {
        for ((_, patches, way), rates) in WAYS.iter().zip(&mut rates) {
            let start = Instant::now();
            runtime.block_on(send(&graph, *patches, *way));
            // The first round opens connections and warms up, so it is not counted.
            if round > 0 {
                rates.push(*patches as f64 / start.elapsed().as_secs_f64());
            }
        }
    }
    let medians = rates.map(|mut rates| {
        rates.sort_by(f64::total_cmp);
        rates[ROUNDS / 2]
    });
    println!("| way | patches/s | against one by one |");
    println!("|---|---|---|");
    for ((name, ..), median) in WAYS.iter().zip(medians) {
        println!("| {name} | {median:.0} | {:.1} |", median / medians[0]);
    }
    let factor = medians[3] / medians[0];
    assert!(factor >= FACTOR, "{factor:.1} times is less than {FACTOR}");
}

async fn send(graph: &Client, patches: usize, way: Way) {
    match way {
        Way::OneByOne => {
            for n in 0..patches {
                patch(graph, n).await.unwrap();
            }
        }
        Way::Bulk { batch_size, concurrency } => {
            let requests = (0..patches).map(|n| (n, patch(graph, n)));
            let mut bulk = graph.bulk(requests).batch_size(batch_size).concurrency(concurrency);
            while let Some((n, result)) = bulk.next().await {
                result.unwrap_or_else(|error| panic!("{n}: {error}"));
            }
        }
    }
}

fn patch(graph: &Client, n: usize) -> PatchRequest<Overview> {
    let id = DeviceConfigurationId::new(format!("object-{n}")).unwrap();
    graph.patch(Overview::beta().root_certificate(&id), Overview::patch().pending_count(n as i32).success_count(12))
}

/// Starts an emulator on its own thread, where it runs until the process ends.
fn serve() -> Host {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let emulator = Emulator::new().with::<Overview>().journal_capacity(0).latency(Duration::from_millis(1));
            let server = emulator.serve(0).await.unwrap();
            sender.send(server.host()).unwrap();
            std::future::pending::<()>().await
        });
    });
    receiver.recv().unwrap()
}
