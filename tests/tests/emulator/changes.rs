//! Tests of `Client::delta` against the emulator, in memory and over a loopback socket.

use std::collections::BTreeMap;

use graph_core::client::{Change, DeltaLink, RemovalReason};
use graph_core::error::DeltaLinkProblem;
use graph_core::model::Partial;
use graph_core::{Error, GraphEntity, graph_ids, graph_paths, property};

use super::*;

graph_ids! { pub ToolId; }

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.tool", tag = "never")]
#[graph_paths(v1, "/tools/{toolId}", "/tools/delta")]
pub struct Tool {
    #[graph(key)]
    pub id: String,
    pub name: Option<String>,
    pub uses: Option<i32>,
}

fn path(id: &str) -> graph_core::model::Path<Tool> {
    Tool::v1().tools(&ToolId::new(id).unwrap())
}

fn tools(ids: &[&str]) -> Emulator {
    let emulator = Emulator::new().with::<Tool>().page_size(2);
    for id in ids {
        emulator.seed(&path(id), &Tool { id: (*id).into(), name: Some(format!("tool {id}")), uses: Some(0) });
    }
    emulator
}

/// Runs a test in memory and over a loopback socket, each with an emulator of its own.
async fn with_both<F: Future<Output = ()>>(ids: &[&str], test: impl Fn(Client, Emulator) -> F) {
    let emulator = tools(ids);
    test(emulator.client(), emulator).await;
    let server = tools(ids).serve(0).await.unwrap();
    test(over_a_socket(&server), server.emulator().clone()).await;
}

/// A local copy of a collection of tools, and the link to the later changes of the collection.
#[derive(Default)]
struct Copy {
    tools: BTreeMap<String, Tool>,
    link: Option<DeltaLink<Tool>>,
}

impl Copy {
    /// Applies the changes since the stored link. Returns the ids of the changed tools and of the removed ones.
    async fn update(&mut self, graph: &Client) -> Result<(Vec<String>, Vec<String>), Error> {
        let (mut changed, mut removed) = (Vec::new(), Vec::new());
        let mut changes = graph.delta(Tool::v1().tools_delta()).since(self.link.take()).stream();
        while let Some(change) = changes.next().await {
            match change? {
                Change::Changed(properties) => {
                    let id = properties.get(&property!(Tool, id)).unwrap().unwrap();
                    properties.apply(self.tools.entry(id.clone()).or_default()).unwrap();
                    changed.push(id);
                }
                Change::Removed { id, reason } => {
                    assert_eq!(reason, RemovalReason::Deleted);
                    self.tools.remove(&id);
                    removed.push(id);
                }
            }
        }
        self.link = changes.link();
        assert!(self.link.is_some());
        Ok((changed, removed))
    }
}

async fn listed(graph: &Client) -> BTreeMap<String, Tool> {
    let all = graph.list(Tool::v1().tools_collection()).stream().collect().await.unwrap();
    all.into_iter().map(|tool| (tool.id.clone(), tool)).collect()
}

#[tokio::test]
async fn a_local_copy_stays_in_step() {
    with_both(&["a", "b", "c", "d", "e"], |graph, emulator| async move {
        let mut copy = Copy::default();
        let (changed, removed) = copy.update(&graph).await.unwrap();
        assert_eq!((changed, removed), (["a", "b", "c", "d", "e"].map(String::from).to_vec(), vec![]));
        assert_eq!(copy.tools, listed(&graph).await);
        assert_eq!(copy.update(&graph).await.unwrap(), (vec![], vec![]), "nothing has changed");

        graph.patch(path("b"), Tool::patch().uses(1).clear_name()).await.unwrap();
        graph.delete(path("c")).await.unwrap();
        emulator.remove(&path("d"));
        let made = graph.create(Tool::v1().tools_collection(), Tool::patch().name("new")).await.unwrap().body.unwrap();
        let stored = serde_json::to_string(&copy.link).unwrap();
        copy.link = serde_json::from_str(&stored).unwrap();
        let (mut changed, removed) = copy.update(&graph).await.unwrap();
        changed.sort();
        let mut expected = vec!["b".to_owned(), made.id];
        expected.sort();
        assert_eq!((changed, removed), (expected, vec!["c".to_owned(), "d".to_owned()]));
        assert_eq!(copy.tools, listed(&graph).await);
        assert_eq!(copy.tools["b"], Tool { id: "b".into(), name: None, uses: Some(1) });
    })
    .await;
}

#[tokio::test]
async fn a_link_that_is_too_old_starts_again() {
    with_both(&["a", "b", "c"], |graph, emulator| async move {
        let mut copy = Copy::default();
        copy.update(&graph).await.unwrap();
        emulator.remove(&path("a"));
        emulator.expire_delta_tokens();
        let old = copy.link.clone();
        let error = copy.update(&graph).await.unwrap_err();
        assert!(error.is_resync_required(), "{error}");
        assert!(error.to_string().ends_with("start again without the link"), "{error}");
        let Error::Resync(error) = error else { panic!("{error}") };
        let again = DeltaLink::new(error.location().unwrap());
        assert_ne!(Some(&again), old.as_ref());
        for link in [None, Some(again)] {
            let mut copy = Copy { link, ..Copy::default() };
            assert_eq!(copy.update(&graph).await.unwrap().0, ["b", "c"]);
            assert_eq!(copy.tools, listed(&graph).await);
        }
    })
    .await;
}

#[tokio::test]
async fn a_selection_stays_in_the_link_and_latest_skips_what_is_there() {
    with_both(&["a", "b", "c"], |graph, _| async move {
        let uses = property!(Tool, uses);
        let request = graph.delta(Tool::v1().tools_delta());
        let mut changes = request.clone().select([&uses]).max_page_size(1).stream();
        let mut seen: Vec<Partial<Tool>> = Vec::new();
        while let Some(change) = changes.next().await {
            let Change::Changed(properties) = change.unwrap() else { panic!() };
            seen.push(properties);
        }
        assert_eq!(seen.len(), 3);
        assert!(seen.iter().all(|tool| tool.get(&property!(Tool, name)).unwrap().is_none()));
        assert!(seen.iter().all(|tool| tool.get(&uses).unwrap() == Some(Some(0))));

        let mut latest = request.clone().latest().stream();
        assert!(latest.next().await.is_none(), "no entities of today");
        graph.patch(path("b"), Tool::patch().uses(5).name("n")).await.unwrap();
        for (link, has_name) in [(changes.link(), false), (latest.link(), true)] {
            let mut later = request.clone().since(link).stream();
            let Some(Ok(Change::Changed(tool))) = later.next().await else { panic!() };
            assert_eq!(tool.get(&uses).unwrap(), Some(Some(5)));
            assert_eq!(tool.get(&property!(Tool, name)).unwrap().is_some(), has_name);
            assert!(later.next().await.is_none() && later.link().is_some());
        }
    })
    .await;
}

#[tokio::test]
async fn a_link_of_another_service_is_refused() {
    with_both(&["a"], |graph, emulator| async move {
        let link = DeltaLink::new("https://graph.example/v1.0/tools/delta?$deltatoken=1");
        let mut changes = graph.delta(Tool::v1().tools_delta()).since(link).stream();
        let error = changes.next().await.unwrap().unwrap_err();
        let Error::DeltaLink(error) = error else { panic!("{error}") };
        assert!(matches!(error.problem, DeltaLinkProblem::Refused(_)), "{error}");
        assert!(emulator.journal().is_empty(), "nothing was sent");
    })
    .await;
}
