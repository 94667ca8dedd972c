//! Tests of templates with keys and arguments in parentheses, alternate keys and paths of items.

use graph_core::client::RawPath;
use graph_core::http::Method;
use graph_core::model::{Date, Delta, IdError, ItemPath, Path};
use graph_core::{Client, GraphEntity, GraphEnum, Json, graph_ids, graph_paths};

use super::*;

graph_ids! {
    pub TeamId;
    pub WorksheetId;
    pub DriveId;
}

#[derive(Clone, Debug, Default, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.team")]
#[graph_paths(
    v1,
    "/teams/{team-id}",
    "/teams(uniqueName='{uniqueName}')",
    in_parentheses = "/teams('{id}')",
    numbered = "/teams(number={number})",
    named = "/teams/uniqueName={teamId}",
    "/teams/delta"
)]
pub struct Team {
    #[graph(key)]
    pub id: String,
    pub unique_name: Option<String>,
    pub number: Option<i32>,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, GraphEnum)]
pub enum Shift {
    Up,
    #[graph(other)]
    Other(String),
}

/// The cells of a sheet. Their path calls a function.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.range", keyless)]
#[graph_paths(
    v1,
    "/worksheets/{id | name}/range(address='<address>')",
    view = "/worksheets/{id}/view(start={start},shift={shift},text='{text}')",
    at = "/drives/{drive-id}/root:/{item-path}:/workbook/range"
)]
pub struct Cells {
    pub text: Option<String>,
}

fn team(id: &str) -> Result<TeamId, IdError> {
    TeamId::new(id)
}

/// Runs a test in memory and over a loopback socket.
async fn with_clients<F: Future<Output = ()>>(emulator: Emulator, test: impl Fn(Client) -> F) {
    test(emulator.client()).await;
    let server = emulator.serve(0).await.unwrap();
    test(over_a_socket(&server)).await;
}

#[tokio::test]
async fn an_alternate_key_leads_to_the_object_with_this_property() {
    let emulator = Emulator::new().with::<Team>().seeded_only();
    let sales = Team { id: "s1".into(), unique_name: Some("it's / sales".into()), number: Some(7), ..Team::default() };
    emulator.seed(&Team::v1().teams(&team("s1").unwrap()), &sales);
    with_clients(emulator, |graph| {
        let sales = sales.clone();
        async move {
            let paths: [Path<Team>; 4] = [
                Team::v1().by_unique_name("it's / sales"),
                Team::v1().numbered(7),
                Team::v1().in_parentheses("s1"),
                Team::v1().named(&team("it's / sales").unwrap()),
            ];
            for path in paths {
                let text = path.as_str().to_owned();
                assert_eq!(graph.get(path).await.unwrap().body, sales, "{text}");
            }
            let missing = graph.get(Team::v1().by_unique_name("s1")).await.unwrap_err();
            assert_eq!(missing.status().unwrap(), 404);
        }
    })
    .await;
}

#[tokio::test]
async fn an_object_made_at_an_alternate_key_has_the_property() {
    let emulator = Emulator::new().with::<Team>();
    let graph = emulator.client();
    let path = || Team::v1().by_unique_name("north");
    let made = graph.patch(path(), Team::patch().note("new")).await.unwrap().body.unwrap();
    assert_eq!((made.unique_name.as_deref(), made.note.as_deref()), (Some("north"), Some("new")));
    assert_eq!(graph.get(Team::v1().teams(&team(&made.id).unwrap())).await.unwrap().body, made);
    assert_eq!(emulator.stored(&path()), Some(made.clone()));

    let south = Team { id: "s".into(), note: Some("seeded".into()), ..Team::default() };
    emulator.seed(&Team::v1().by_unique_name("south"), &south);
    let read = graph.get(Team::v1().teams(&team("s").unwrap())).await.unwrap().body;
    assert_eq!(read, Team { unique_name: Some("south".into()), ..south });

    let changed: Path<Delta<Team>> = Team::v1().teams_delta();
    let response = graph.request(Method::GET, RawPath::v1(changed.as_str()).unwrap()).await.unwrap();
    let page: Json = response.body.json().unwrap();
    let ids: Vec<_> = page["value"].as_array().unwrap().iter().filter_map(|team| team["id"].as_str()).collect();
    assert!(ids.contains(&made.id.as_str()) && ids.contains(&"s"), "{ids:?}");
}

#[tokio::test]
async fn arguments_and_item_paths_lead_to_one_object_each() {
    with_clients(Emulator::new().with::<Cells>(), |graph| async move {
        let sheet = WorksheetId::new("sheet 1").unwrap();
        let drive = DriveId::new("d").unwrap();
        let day: Date = "2026-01-31".parse().unwrap();
        let item = |path: &str| ItemPath::new(path).unwrap();
        let paths = [
            Cells::v1().range(&sheet, "A1:B2"),
            Cells::v1().range(&sheet, "A1:B3"),
            Cells::v1().view(&sheet, day, Shift::Up, "x',y)"),
            Cells::v1().view(&sheet, day, Shift::Other("x',y)/".into()), "x',y)"),
            Cells::v1().at(&drive, &item("Reports/50 %: May.xlsx")),
            Cells::v1().at(&drive, &item("Reports/a")),
        ];
        for (index, path) in paths.iter().enumerate() {
            graph.patch(path.clone(), Cells::patch().text(index.to_string())).await.unwrap();
        }
        for (index, path) in paths.into_iter().enumerate() {
            let text = path.as_str().to_owned();
            assert_eq!(graph.get(path).await.unwrap().body.text, Some(index.to_string()), "{text}");
        }
    })
    .await;
}
