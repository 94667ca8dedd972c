//! Tests of a local copy of a collection that a program keeps up to date with delta queries, in memory and over a socket.

use std::collections::BTreeMap;

use super::*;
use graph_core::client::{Change, DeltaLink, RemovalReason};
use graph_core::model::Path;
use graph_core::{Error, GraphEntity, graph_ids, graph_paths, property};

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", select)]
#[graph_paths(v1, "/devices/{id}", "/devices/delta")]
pub struct Device {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    pub is_compliant: Option<bool>,
}

fn path(id: &str) -> Path<Device> {
    Device::v1().devices(&DeviceId::new(id).unwrap())
}

async fn serve(ids: &[&str]) -> Server {
    let emulator = Emulator::new().with::<Device>();
    for id in ids {
        emulator.seed(&path(id), &Device { display_name: Some(format!("device {id}")), ..Device::default() });
    }
    emulator.serve(0).await.unwrap()
}

#[derive(Debug, Default)]
struct LocalCopy {
    devices: BTreeMap<String, Device>,
    link: Option<DeltaLink<Device>>,
}

impl LocalCopy {
    /// Applies the changes in pages of two. Returns the ids in the order of the changes, each with the reason if it was removed. The copy
    /// and its link are then written as JSON and read again, as by another process.
    async fn update(&mut self, graph: &Client) -> Result<Vec<(String, Option<RemovalReason>)>, Error> {
        let mut seen = Vec::new();
        let delta = graph.delta(Device::v1().devices_delta()).filter(property!(Device, id).ne("excluded"));
        let mut changes = delta.since(self.link.clone()).max_page_size(2).stream();
        while let Some(change) = changes.next().await {
            match change? {
                Change::Changed(device) => {
                    let id = device.get(&property!(Device, id)).unwrap().unwrap();
                    device.apply(self.devices.entry(id.clone()).or_default()).unwrap();
                    seen.push((id, None));
                }
                Change::Removed { id, reason } => {
                    self.devices.remove(&id);
                    seen.push((id, Some(reason)));
                }
            }
        }
        let stored = serde_json::to_string(&(&self.devices, changes.link())).unwrap();
        (self.devices, self.link) = serde_json::from_str(&stored).unwrap();
        Ok(seen)
    }

    async fn assert_is_equal(&self, graph: &Client) {
        let devices = graph.list(Device::v1().devices_collection()).stream().collect().await.unwrap();
        assert_eq!(self.devices.values().cloned().collect::<Vec<_>>(), devices);
    }
}

/// Returns two numbers of requests for changes: those that ask for the view's properties, and those that follow a link.
fn requests(emulator: &Emulator) -> (usize, usize) {
    let journal = emulator.journal();
    let queries = journal.iter().filter(|sent| sent.url().path().ends_with("/delta")).map(|sent| sent.url().query().unwrap());
    let (first, later): (Vec<_>, Vec<_>) = queries.partition(|query| query.contains("select="));
    assert!(first.iter().all(|query| query.contains("id,displayName,isCompliant")), "{first:?}");
    assert!(later.iter().all(|query| query.contains("token=")), "{later:?}");
    emulator.clear_journal();
    (first.len(), later.len())
}

#[tokio::test]
async fn a_copy_stays_in_step_over_runs_with_changes_and_deletions() {
    for is_remote in [false, true] {
        let server = serve(&["a", "b", "c", "d", "e"]).await;
        let emulator = server.emulator();
        let graph = if is_remote { over_a_socket(&server) } else { emulator.client() };
        let mut copy = LocalCopy::default();
        assert_eq!(copy.update(&graph).await.unwrap(), ["a", "b", "c", "d", "e"].map(|id| (id.to_owned(), None)));
        copy.assert_is_equal(&graph).await;
        assert_eq!(requests(emulator), (1, 2), "three pages");

        assert_eq!(copy.update(&graph).await.unwrap(), [], "nothing has changed");
        assert_eq!(requests(emulator), (0, 1));

        graph.patch(path("b"), Device::patch().is_compliant(false).clear_display_name()).await.unwrap();
        graph.delete(path("c")).await.unwrap();
        let created = Device::patch().display_name("new");
        graph.create(Device::v1().devices_collection(), created).key("f").await.unwrap();
        let seen = copy.update(&graph).await.unwrap();
        let expected = [("b", None), ("c", Some(RemovalReason::Deleted)), ("f", None)];
        assert_eq!(seen, expected.map(|(id, reason)| (id.to_owned(), reason)));
        copy.assert_is_equal(&graph).await;
        assert_eq!(requests(emulator), (0, 2), "two pages");
    }
}

#[tokio::test]
async fn an_expired_link_says_to_start_again() {
    for is_remote in [false, true] {
        let server = serve(&["a", "b", "c"]).await;
        let emulator = server.emulator();
        let graph = if is_remote { over_a_socket(&server) } else { emulator.client() };
        let mut copy = LocalCopy::default();
        copy.update(&graph).await.unwrap();
        graph.delete(path("a")).await.unwrap();
        emulator.expire_delta_tokens();
        let error = copy.update(&graph).await.unwrap_err();
        assert!(error.is_resync_required() && error.to_string().contains("start again without the link"), "{error}");

        copy = LocalCopy::default();
        assert_eq!(copy.update(&graph).await.unwrap().len(), 2);
        copy.assert_is_equal(&graph).await;
    }
}
