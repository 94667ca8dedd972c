//! Tests of long-running operations, in memory and over a socket.

use std::time::Duration;

use graph_core::client::{OperationAddress, Outcome, RunningOperation};
use graph_core::emulator::{LongRunning, OperationForm};
use graph_core::error::OperationProblem;
use graph_core::{Client, Error, Expanded, GraphAction, GraphEntity, graph_ids, graph_paths};

use super::entities::*;
use super::verbs::in_memory_and_over_a_socket;
use super::*;

const SOON: Duration = Duration::from_millis(10);
const FORMS: [OperationForm; 3] = [OperationForm::LongRunning, OperationForm::Teams, OperationForm::Monitor];

fn things() -> graph_core::model::Path<graph_core::model::Collection<Thing>> {
    Thing::v1().things_collection()
}

async fn started(graph: &Client) -> (RunningOperation<Option<Thing>>, Option<String>) {
    let response = graph.create(things(), Thing::patch().int(7)).or_operation().await.unwrap();
    assert_eq!(response.status, 202);
    let id = response.created_id().map(str::to_owned);
    let Outcome::Running(operation) = response.body else { panic!("{response:?}") };
    (operation, id)
}

#[tokio::test]
async fn a_creation_runs_until_its_last_poll() {
    for form in FORMS {
        let how = || LongRunning::polls(3).form(form).retry_after(SOON);
        let emulator = || Emulator::new().seeded_only().with::<Thing>().long_running::<Thing>(how());
        in_memory_and_over_a_socket(emulator, async |graph, emulator| {
            let (mut operation, id) = started(&graph).await;
            assert_eq!(id.is_some(), form == OperationForm::Teams, "{form:?}");
            assert!(graph.list(things()).stream().next().await.is_none(), "nothing is created before the end");
            let first = operation.poll().await.unwrap();
            assert_eq!((first.is_done, first.status.is_some()), (false, true), "{form:?} {first:?}");
            assert_eq!(first.percent.is_some(), form != OperationForm::Teams);

            let stored = serde_json::to_string(operation.address()).unwrap();
            drop(operation);
            let address: OperationAddress = serde_json::from_str(&stored).unwrap();
            let created = graph.resume_operation::<Thing>(address).until_done().await.unwrap().body;
            assert_eq!(created.int, 7, "{form:?}");
            let listed = graph.list(things()).stream().next().await.unwrap().unwrap();
            assert_eq!(listed.id, created.id);
            let journal = emulator.journal();
            assert_eq!(journal.violations(), 0, "the token stays on its host: {journal}");
            let polls = journal.iter().filter(|exchange| exchange.url().path().contains("operations")).count();
            assert_eq!(polls, 3, "{journal}");
        })
        .await;
    }
}

#[tokio::test]
async fn a_failure_changes_nothing() {
    for form in FORMS {
        let how = || LongRunning::polls(2).form(form).retry_after(SOON).failing("quotaLimitReached", "The quota is used up.");
        let emulator = || Emulator::new().seeded_only().with::<Thing>().long_running::<Thing>(how());
        in_memory_and_over_a_socket(emulator, async |graph, _| {
            let (operation, _) = started(&graph).await;
            let error = operation.until_done().await.unwrap_err();
            let Error::Operation(failed) = &error else { panic!("{error}") };
            assert_eq!(failed.code(), Some("quotaLimitReached"), "{form:?}");
            assert!(error.to_string().contains("`failed`: quotaLimitReached: The quota is used up."), "{error}");
            assert!(graph.list(things()).stream().next().await.is_none());
        })
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn changes_and_batches_run_long_too() {
    let thing = || Thing::v1().things(&ThingId::new("t").unwrap());
    let graph = Emulator::new().with::<Thing>().long_running::<Thing>(LongRunning::polls(1)).client();
    let wrong = graph.create(things(), Thing::patch().color(Color::Other("blue".into()))).or_operation().await.unwrap_err();
    assert_eq!(wrong.status().map(|status| status.as_u16()), Some(400), "a wrong request is refused at once");

    let mut batch = graph.batch();
    let created = batch.add(graph.create(things(), Thing::patch().int(1)).or_operation());
    let changed = batch.add(graph.patch(thing(), Thing::patch().int(2)).or_operation());
    let raw = batch.add(graph.delete(thing()).or_operation());
    let mut results = batch.send().await.unwrap();
    let Outcome::Running(created) = results.take(created).unwrap().body else { panic!() };
    let Outcome::Running(changed) = results.take(changed).unwrap().body else { panic!() };
    let Outcome::Running(deleted) = results.take(raw).unwrap().body else { panic!() };
    assert_eq!(created.until_done().await.unwrap().body.unwrap().int, 1);
    assert_eq!(graph.get(thing()).await.unwrap().body.int, 0);
    changed.until_done().await.unwrap();
    assert_eq!(graph.get(thing()).await.unwrap().body.int, 2);
    deleted.until_done().await.unwrap();
    assert_eq!(graph.get(thing()).optional().await.unwrap().body, None);
}

#[tokio::test(start_paused = true)]
async fn the_wait_for_an_operation_has_a_limit() {
    let graph = Emulator::new().with::<Thing>().long_running::<Thing>(LongRunning::polls(100)).client();
    let (operation, _) = started(&graph).await;
    let error = operation.time_limit(Duration::from_secs(60)).until_done().await.unwrap_err();
    assert!(
        matches!(&error, Error::Operation(late) if late.problem == OperationProblem::TimedOut(Duration::from_secs(60))),
        "{error}"
    );
}

#[derive(Clone, Debug, PartialEq, GraphAction)]
#[graph(returns = i32)]
#[graph_paths(v1, "/things/{thingId}/count")]
pub struct Count {
    pub from: i32,
}

#[derive(Clone, Debug, PartialEq, GraphAction)]
#[graph_paths(v1, "/things/{thingId}/reset")]
pub struct Reset {}

#[tokio::test]
async fn actions_run_long_and_have_results() {
    let id = || ThingId::new("t").unwrap();
    let how = || LongRunning::polls(2).retry_after(SOON);
    let emulator = || {
        let emulator = Emulator::new().with::<Thing>().long_running::<Count>(how()).long_running::<Reset>(how());
        emulator
            .on::<Count>(|call| Ok(call.parameters.from + 1))
            .on::<Reset>(|call| call.update_bound(|thing: &mut Thing| thing.int = 0))
    };
    in_memory_and_over_a_socket(emulator, async |graph, _| {
        let thing = || Thing::v1().things(&id());
        graph.patch(thing(), Thing::patch().int(5)).await.unwrap();
        let counted = graph.call(Count::v1().count(&id()), Count { from: 6 }).or_operation().await.unwrap();
        let Outcome::Running(counting) = counted.body else { panic!() };
        assert_eq!(counting.until_done().await.unwrap().body, 7);

        let reset = graph.call(Reset::v1().reset(&id()), Reset {}).or_operation().await.unwrap();
        let Outcome::Running(resetting) = reset.body else { panic!() };
        assert_eq!(graph.get(thing()).await.unwrap().body.int, 5);
        resetting.until_done().await.unwrap();
        assert_eq!(graph.get(thing()).await.unwrap().body.int, 0);
    })
    .await;
}

graph_ids! { pub FolderId; pub EntryId; }

/// A folder that entries are linked to.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.folder")]
#[graph_paths(v1, "/folders/{folderId}", "/folders/{folderId}/entries/$ref")]
pub struct Folder {
    #[graph(key)]
    pub id: String,
    #[graph(bind)]
    pub entries: Option<Expanded<Entry>>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.entry")]
#[graph_paths(v1, "/entries/{entryId}", content = "/entries/{entryId}/content")]
pub struct Entry {
    #[graph(key)]
    pub id: String,
}

#[tokio::test(start_paused = true)]
async fn links_change_at_the_end_of_an_operation() {
    let folder = || Folder::v1().folders(&FolderId::new("f").unwrap());
    let links = || Folder::v1().entries_ref(&FolderId::new("f").unwrap());
    let entry = |id: &str| Entry::v1().entries(&EntryId::new(id).unwrap());
    let count = async |graph: &Client| graph.links(links()).stream().collect().await.unwrap().len();

    let graph = Emulator::new().with::<Folder>().with::<Entry>().long_running::<Folder>(LongRunning::polls(1)).client();
    let bound = Folder::patch().bind_entries([entry("a"), entry("b")]);
    let Outcome::Running(binding) = graph.patch(folder(), bound).or_operation().await.unwrap().body else { panic!() };
    assert_eq!(count(&graph).await, 0);
    binding.until_done().await.unwrap();
    assert_eq!(count(&graph).await, 2);

    let Outcome::Running(deleting) = graph.delete(folder()).or_operation().await.unwrap().body else { panic!() };
    assert_eq!(count(&graph).await, 2);
    deleting.until_done().await.unwrap();
    assert!(graph.get(folder()).await.unwrap_err().is_not_found());

    let failing = LongRunning::polls(1).failing("quotaLimitReached", "The quota is used up.");
    let graph = Emulator::new().with::<Folder>().with::<Entry>().long_running::<Folder>(failing).client();
    graph.get(entry("a")).await.unwrap();
    let bound = Folder::patch().bind_entries([entry("a")]);
    let Outcome::Running(binding) = graph.patch(folder(), bound).or_operation().await.unwrap().body else { panic!() };
    binding.until_done().await.unwrap_err();
    assert_eq!(count(&graph).await, 0, "a failed operation changes nothing");
}

#[tokio::test]
async fn content_is_stored_at_once() {
    let emulator = Emulator::new().with::<Entry>().long_running::<Entry>(LongRunning::polls(3));
    let stored = send(&emulator, request("PUT", "/v1.0/entries/a/content"), "text").await;
    assert_eq!(stored.status(), 201, "{stored:?}");
    let session = send(&emulator, request("POST", "/v1.0/entries/a/createUploadSession"), "").await;
    assert!(json(&session)["uploadUrl"].is_string(), "{session:?}");
}

#[tokio::test]
async fn an_unknown_operation_is_named_as_such() {
    let emulator = Emulator::new().with::<Thing>();
    let monitor = Request::get("https://media.emulator.test/media/operations/x?tempauth=x");
    let message = refused(&send(&emulator, monitor, "").await, 404);
    assert_eq!(message, "There is no long-running operation with the id 'x'.");
}
