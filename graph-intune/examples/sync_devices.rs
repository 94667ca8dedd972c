//! Keeps a local file of the directory's devices in step with the service: each run reads only the changes since the last one.
//!
//! Without environment variables, the example starts an emulator on a loopback port, changes its devices between the runs, and compares the
//! file with them. With `GRAPH_TOKEN`, each start is one run against the real service. `GRAPH_HOST` names the host of a national cloud.
//! The argument is the path of the file; by default, the file is in the system's folder for temporary files.
//!
//! Source: [Get incremental changes for devices](https://learn.microsoft.com/graph/api/device-delta).

mod shared;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, atomic::AtomicUsize, atomic::Ordering::Relaxed};
use std::{env, fs, io, process};

use graph_core::client::{Change, DeltaLink};
use graph_core::emulator::Emulator;
use graph_core::transport::{ReqwestTransport, ResponseFuture, Retry, Transport};
use graph_core::{Client, GraphEntity, StaticToken, graph_ids, graph_paths, property};
use indicatif::{ProgressBar, ProgressStyle};

graph_ids! { DeviceId; }

/// A device in the directory. `select` makes each read ask for these properties only.
#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", base = "microsoft.graph.directoryObject", select, eventual_consistency)]
#[graph_paths(v1, "/devices/{id}", "/devices/delta", "/devices/$count")]
struct Device {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    is_compliant: Option<bool>,
}

/// The content of the file: the devices by id, and the link to their later changes.
#[derive(Default)]
struct LocalCopy {
    devices: BTreeMap<String, Device>,
    link: Option<DeltaLink<Device>>,
}

impl LocalCopy {
    fn load(file: &Path) -> Result<Self, Box<dyn Error>> {
        match fs::read(file) {
            Ok(text) => serde_json::from_slice(&text)
                .map(|(devices, link)| Self { devices, link })
                .map_err(|error| shared::cannot("read", file, &error)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(shared::cannot("read", file, &error)),
        }
    }

    /// Replaces the file in one step, so that the devices and the link in it always belong together, even after a crash.
    fn save(&self, file: &Path) -> Result<(), Box<dyn Error>> {
        self.write(file).map_err(|error| shared::cannot("write", file, &error))
    }

    fn write(&self, file: &Path) -> io::Result<()> {
        let new = file.with_added_extension("new");
        let mut output = io::BufWriter::new(fs::File::create(&new)?);
        serde_json::to_writer(&mut output, &(&self.devices, &self.link))?;
        output.into_inner()?.sync_all()?;
        fs::rename(new, file)
    }

    /// Applies the changes after the link, or reads all devices if there is no link. Returns a summary.
    async fn update(&mut self, graph: &Client) -> Result<String, Box<dyn Error>> {
        let bar = ProgressBar::no_length().with_style(ProgressStyle::with_template("{spinner} {pos} changes")?);
        if self.link.is_none() {
            bar.set_length(graph.count(Device::v1().devices_count()).await?.body);
            bar.set_style(ProgressStyle::with_template("{bar:50} {pos}/{len} devices")?);
        }
        let (mut changed, mut removed, mut pages) = (0, 0, BTreeSet::new());
        let mut changes = graph.delta(Device::v1().devices_delta()).since(self.link.take()).max_page_size(200).stream();
        loop {
            let change = changes.next().await.transpose()?;
            pages.extend(changes.page_response().map(|page| page.client_request_id));
            match change {
                Some(Change::Changed(properties)) => {
                    let id = properties.get(&property!(Device, id))?.ok_or("the service sent a device without its id")?;
                    properties.apply(self.devices.entry(id).or_default())?;
                    changed += 1;
                }
                Some(Change::Removed { id, .. }) => removed += usize::from(self.devices.remove(&id).is_some()),
                None => break,
            }
            bar.inc(1);
        }
        bar.finish_and_clear();
        self.link = changes.link();
        Ok(format!("changed: {changed}, removed: {removed}, pages: {}", pages.len()))
    }
}

/// Updates the file. If the service no longer has the state of the link (410), starts again without it.
async fn run(graph: &Client, requests: &AtomicUsize, file: &Path) -> Result<(), Box<dyn Error>> {
    let mut copy = LocalCopy::load(file)?;
    let summary = match copy.update(graph).await {
        Err(error) if error.downcast_ref().is_some_and(graph_core::Error::is_resync_required) => {
            println!("the link in the file has expired: all devices are read again");
            copy = LocalCopy::default();
            copy.update(graph).await?
        }
        result => result?,
    };
    copy.save(file)?;
    println!("{} devices; {summary}, requests: {}", copy.devices.len(), requests.swap(0, Relaxed));
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    shared::exit(run_all().await)
}

async fn run_all() -> Result<(), Box<dyn Error>> {
    let requests = Arc::default();
    let transport = Retry::new(Counted(ReqwestTransport::new()?, Arc::clone(&requests)));
    let file = |name: String| env::args_os().nth(1).map_or_else(|| env::temp_dir().join(name), PathBuf::from);
    if shared::is_real() {
        let graph = shared::real_client(transport)?.ok_or("GRAPH_TOKEN is not text.")?;
        return run(&graph, &requests, &file("devices.json".into())).await;
    }
    let emulator = Emulator::new().with::<Device>();
    let server = emulator.serve(0).await?;
    let graph = Client::builder(transport, StaticToken::new("emulated")).host(server.host()).build();
    let file = file(format!("devices-of-emulator-{}.json", process::id()));
    let path = |number: u32| DeviceId::new(format!("device-{number:04}")).map(|id| Device::v1().devices(&id));
    let seed = |number: u32, is_compliant: bool| {
        let (display_name, is_compliant) = (Some(format!("Laptop {number}")), Some(is_compliant));
        path(number).map(|path| emulator.seed(&path, &Device { display_name, is_compliant, ..Device::default() }))
    };
    (0..3_000).try_for_each(|number| seed(number, true))?;
    run(&graph, &requests, &file).await?;
    (0..40).try_for_each(|number| path(number).map(|path| assert!(emulator.remove(&path))))?;
    (40..100).chain(3_000..3_025).try_for_each(|number| seed(number, false))?; // changes 60 devices and creates 25
    run(&graph, &requests, &file).await?;
    let stored = emulator.client().list(Device::v1().devices_collection()).stream().collect().await?;
    assert!(LocalCopy::load(&file)?.devices.values().eq(&stored), "{} differs from the emulator", file.display());

    emulator.expire_delta_tokens();
    run(&graph, &requests, &file).await?;
    assert!(LocalCopy::load(&file)?.devices.values().eq(&stored), "{} differs from the emulator", file.display());
    if env::args_os().len() < 2 {
        fs::remove_file(file)?;
    }
    Ok(())
}

/// A transport that counts the requests that pass through it, retries included.
struct Counted<T>(T, Arc<AtomicUsize>);

impl<T: Transport> Transport for Counted<T> {
    fn send(&self, request: http::Request<bytes::Bytes>) -> ResponseFuture<'_> {
        self.1.fetch_add(1, Relaxed);
        self.0.send(request)
    }
}
