//! Patches many objects in bulk, shows the progress, and writes the ids of those that failed to a file.
//!
//! ```console
//! $ cargo run --example bulk_patch                               # 10,000 objects of an emulator
//! $ cargo run --example bulk_patch -- ids.txt                    # the objects whose ids are in the file, one in each line
//! $ cargo run --example bulk_patch -- --resume failed-ids.txt    # those that failed; the file keeps those that fail again
//! ```
//!
//! The emulator throttles like Intune: it accepts 100 writes in 20 seconds and asks the client to wait after each further write. By the
//! runtime's clock, the run takes more than half an hour. This clock is paused and skips every wait, so the example really takes seconds.
//! The progress bar shows the time on the paused clock. With `GRAPH_TOKEN`, the example talks to the real service on an ordinary clock, and
//! needs a file of ids.

mod shared;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use graph_core::Client;
use graph_core::client::PatchRequest;
use graph_core::emulator::{Emulator, RetryAfter, Throttle};
use graph_core::transport::{RateLimit, ReqwestTransport};
use graph_intune::{DeviceConfigurationId, DeviceConfigurationUserOverview as UserOverview};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::time::Instant;

const OBJECTS: u32 = 10_000;

fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(!shared::is_real()).build();
    shared::exit(runtime.map_err(Into::into).and_then(|runtime| runtime.block_on(run())))
}

async fn run() -> shared::Result<()> {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let (ids, failed) = match arguments.as_slice() {
        [] if shared::is_real() => return Err("Pass the file with the ids of the objects to patch.".into()),
        [] => (None, None),
        [option, file] if option == "--resume" => (Some(Path::new(file)), Some(Path::new(file))),
        [file] if file != "--resume" => (Some(Path::new(file)), None),
        _ => return Err("usage: bulk_patch [IDS | --resume FAILED_IDS]".into()),
    };
    let ids = match ids {
        Some(file) => fs::read_to_string(file).map_err(|error| shared::cannot("read", file, &error))?,
        None => (0..OBJECTS).map(|number| format!("configuration-{number}\n")).collect(),
    };
    let ids: Vec<_> = ids.lines().map(DeviceConfigurationId::new).collect::<Result<_, _>>()?;

    let throttle = Throttle::intune().retry_after(RetryAfter::Any);
    let emulator = Emulator::new().with::<UserOverview>().throttle(throttle).journal_capacity(0);
    let graph = shared::real_client(RateLimit::intune(ReqwestTransport::new()?))?.unwrap_or_else(|| emulator.client());
    patch_all(&graph, &ids, failed).await
}

/// Patches the objects. If some fail, or if this run resumes another one, writes the ids of those that failed to a file.
async fn patch_all(graph: &Client, ids: &[DeviceConfigurationId], resumed: Option<&Path>) -> shared::Result<()> {
    let bar = ProgressBar::new(ids.len() as u64);
    bar.set_style(ProgressStyle::with_template("{bar:50} {pos}/{len} objects, {msg}")?);
    let start = Instant::now();
    let (mut failed, mut first) = (Vec::new(), None);

    let mut bulk = graph.bulk(ids.iter().map(|id| (id, patch(graph, id)))).concurrency(8);
    while let Some((id, result)) = bulk.next().await {
        if let Err(error) = result {
            failed.push(format!("{id}\n"));
            first.get_or_insert((id, error));
        }
        bar.inc(1);
        bar.set_message(format!("{} failed, {} s", failed.len(), start.elapsed().as_secs()));
    }
    bar.finish();

    let count = failed.len();
    println!("{} of {} objects patched, {count} failed, {} s", ids.len() - count, ids.len(), start.elapsed().as_secs());
    let file = resumed.unwrap_or(Path::new("failed-ids.txt"));
    if count > 0 || resumed.is_some() {
        fs::write(file, failed.concat()).map_err(|error| shared::cannot("write", file, &error))?;
    }
    let Some((id, error)) = first else { return Ok(()) };
    let (reason, file) = (shared::explain(&error), file.display());
    Err(format!(
        "{count} of {} objects failed; the first, {id}: {reason} Their ids are in {file}: send only them with `--resume {file}`.",
        ids.len()
    )
    .into())
}

fn patch(graph: &Client, id: &DeviceConfigurationId) -> PatchRequest<UserOverview> {
    graph.patch(UserOverview::beta().user_status_overview(id), UserOverview::patch().success_count(12).error_count(0))
}
