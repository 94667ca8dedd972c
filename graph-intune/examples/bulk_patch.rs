//! Patches 10,000 objects in bulk and shows the progress.
//!
//! The service is an emulator that throttles like Intune: it accepts 100 writes in 20 seconds and asks the client to wait after each
//! further write. By the runtime's clock, the run takes more than half an hour. This clock is paused and skips every wait, so the example
//! really takes seconds. The progress bar shows the time on the paused clock. Against the real service, the same loop runs on an ordinary
//! runtime, with this client:
//!
//! ```text
//! let graph = Client::new(RateLimit::intune(ReqwestTransport::new()?), credential);
//! ```

use std::error::Error;

use graph_core::Client;
use graph_core::client::PatchRequest;
use graph_core::emulator::{Emulator, RetryAfter, Throttle};
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserOverview as UserOverview};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::time::Instant;

const OBJECTS: u32 = 10_000;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
    runtime.block_on(run())
}

async fn run() -> Result<(), Box<dyn Error>> {
    let throttle = Throttle::intune().retry_after(RetryAfter::Any);
    let emulator = Emulator::new().with::<UserOverview>().throttle(throttle).journal_capacity(0);
    let graph = emulator.client();

    let ids: Vec<_> =
        (0..OBJECTS).map(|number| DeviceConfigurationId::new(format!("configuration-{number}"))).collect::<Result<_, _>>()?;

    let bar = ProgressBar::new(OBJECTS.into());
    bar.set_style(ProgressStyle::with_template("{bar:50} {pos}/{len} objects, {msg}")?);
    let start = Instant::now();
    let mut failed = 0;

    let patches = ids.iter().map(|id| (id, patch(&graph, id)));
    let mut bulk = graph.bulk(patches).concurrency(8);
    while let Some((id, result)) = bulk.next().await {
        if let Err(error) = result {
            failed += 1;
            bar.println(format!("{id}: {error}"));
        }
        bar.inc(1);
        bar.set_message(format!("{} s", start.elapsed().as_secs()));
    }
    bar.finish();

    println!("{} of {OBJECTS} objects patched, {failed} failed", OBJECTS - failed);
    println!("{} s on the paused clock, {} calls of the service", start.elapsed().as_secs(), emulator.journal().total());
    Ok(())
}

fn patch(graph: &Client, id: &DeviceConfigurationId) -> PatchRequest<UserOverview> {
    graph.patch(UserOverview::beta().user_status_overview(id), UserOverview::patch().success_count(12).error_count(0))
}
