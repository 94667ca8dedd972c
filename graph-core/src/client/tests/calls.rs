//! Tests of actions and functions: requests, results, pages, errors.

use serde_json::json;

use super::*;
use crate::client::arguments::fill_arguments;
use crate::model::read_error::Problem;
use crate::model::{Binary, Date, DateTimeOffset, Expanded, Guid, Json, Stream};
use crate::transport::{Idempotency, Retry};
use crate::{GraphAction, GraphComplex, GraphEnum, GraphFunction, graph_paths};

#[derive(Clone, Debug, PartialEq, GraphEnum)]
#[graph(crate = crate)]
enum Mode {
    Quick,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.note", crate = crate)]
struct Note {
    text: String,
    color: Option<String>,
}

#[derive(Clone, Debug, GraphAction)]
#[graph(permissions(delegated("Thing.Wipe"), application("Thing.Wipe.All")), crate = crate)]
#[graph_paths(v1, "/things/{thingId}/wipe")]
struct Wipe {
    keep_data: Option<bool>,
    #[graph(rename = "PIN")]
    pin: Option<String>,
    mode: Option<Mode>,
    notes: Vec<Note>,
}

const WIPE: Wipe = Wipe { keep_data: Some(true), pin: None, mode: None, notes: Vec::new() };

fn wipe() -> Path<Wipe> {
    Wipe::v1().wipe(&ThingId::new("a/b").unwrap())
}

/// For each type of result, declares an action that has no parameters and returns this type.
macro_rules! results {
    ($($name:ident = $returns:ty;)*) => {$(
        #[derive(Clone, Debug, GraphAction)]
        #[graph(returns = $returns, crate = crate)]
        #[graph_paths(v1, run = "/things/{thingId}/run")]
        struct $name;
    )*};
}
results! {
    Text = String;
    MaybeNumber = Option<i32>;
    AMode = Mode;
    AThing = Thing;
    MaybeThing = Option<Thing>;
    ANote = Note;
    Notes = Vec<Note>;
    NotePage = Expanded<Note>;
    AnyJson = Json;
    Csv = Stream;
    Content = bytes::Bytes;
}

/// Calls the action against a service that answers with this status and body, and returns the action's result.
async fn result<O: GraphOperation>(path: Path<O>, action: O, status: u16, body: &str) -> Result<O::Returns, Error> {
    Ok(Script::new([answer(status, &[], body.to_owned())]).client().call(path, action).await?.body)
}

macro_rules! run {
    ($action:ident, $status:expr, $body:expr) => {
        result($action::v1().run(&ThingId::new("a").unwrap()), $action, $status, $body).await
    };
}

#[tokio::test]
async fn an_action_posts_its_parameters_without_a_tag_at_the_top() {
    let script = Script::new([answer(204, &[("request-id", "r1")], ""), answer(202, &[], "not JSON")]);
    let graph = script.client();
    let notes = vec![Note { text: "a".into(), color: None }];
    let all = Wipe { keep_data: Some(false), pin: Some("1".into()), mode: Some(Mode::Quick), notes };

    let response = graph.call(wipe(), WIPE).header("Prefer", "x").await.unwrap();
    graph.call(wipe(), all).await.unwrap();

    assert_eq!((response.status.as_u16(), response.request_id.as_deref()), (204, Some("r1")));
    let [first, second] = &script.requests()[..] else { panic!() };
    assert_eq!((first.method().as_str(), first.uri().path()), ("POST", "/v1.0/things/a%2Fb/wipe"));
    assert_eq!((header(first, "content-type"), header(first, "prefer")), (Some("application/json"), Some("x")));
    assert_eq!(first.body(), r#"{"keepData":true,"notes":[]}"#);
    assert_eq!(first.extensions().get::<Template>().unwrap().text, "/things/{thingId}/wipe");
    let note = json!({"@odata.type": "#microsoft.graph.note", "text": "a"});
    let body: Json = serde_json::from_slice(second.body()).unwrap();
    assert_eq!(body, json!({"keepData": false, "PIN": "1", "mode": "quick", "notes": [note]}));
}

#[tokio::test]
async fn each_type_of_result_has_its_place_in_the_response() {
    let note = r#"{"@odata.context":"x","text":"a","color":null}"#;
    let value = |value: &str| format!(r#"{{"@odata.context":"x","value":{value}}}"#);
    assert_eq!(run!(Text, 200, &value(r#""a""#)).unwrap(), "a");
    assert_eq!(run!(MaybeNumber, 200, &value("7")).unwrap(), Some(7));
    assert_eq!(run!(MaybeNumber, 200, &value("null")).unwrap(), None);
    assert_eq!(run!(MaybeNumber, 204, "").unwrap(), None);
    assert_eq!(run!(AMode, 200, &value(r#""quick""#)).unwrap(), Mode::Quick);
    assert_eq!(run!(AThing, 201, &thing_json()).unwrap().count, 3);
    assert_eq!(run!(MaybeThing, 200, &thing_json()).unwrap().unwrap().count, 3);
    assert_eq!(run!(MaybeThing, 200, " null ").unwrap(), None);
    assert_eq!(run!(ANote, 200, note).unwrap().text, "a");
    assert_eq!(run!(Notes, 200, &value(&format!("[{note}]"))).unwrap().len(), 1);
    assert_eq!(run!(AnyJson, 200, &value("[1]")).unwrap(), json!([1]));
    assert_eq!(run!(AnyJson, 200, r#"{"a":1}"#).unwrap(), json!({"a": 1}));
    assert_eq!(run!(Csv, 200, "a,b\n1,2").unwrap().as_ref(), "a,b\n1,2");
    assert_eq!(run!(Content, 200, "\u{1}").unwrap(), "\u{1}");

    let page = format!(r#"{{"@odata.count":9,"value":[{note}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/x"}}"#);
    let notes = run!(NotePage, 200, &page).unwrap();
    assert_eq!((notes.len(), notes.count(), notes.next_link()), (1, Some(9), Some("https://graph.microsoft.com/v1.0/x")));
}

#[tokio::test]
async fn the_etag_of_an_entity_is_kept() {
    let script = Script::new([answer(200, &[], thing_json())]);
    let response = script.client().call(AThing::v1().run(&ThingId::new("a").unwrap()), AThing).await.unwrap();
    assert_eq!(response.etag.as_deref(), Some("W/\"7\""));
}

#[tokio::test]
async fn an_action_whose_result_cannot_be_read_was_carried_out() {
    let more = r#"{"value":[],"@odata.nextLink":"https://graph.microsoft.com/v1.0/x"}"#;
    let twice = r#"{"value":[],"value":[]}"#;
    for (body, problem) in
        [(more, Problem::MoreElements), (twice, Problem::Duplicate), ("{}", Problem::Missing), ("[]", Problem::Missing)]
    {
        let Err(Error::CarriedOut(error)) = run!(Notes, 200, body) else { panic!("{body}") };
        let DecodeProblem::Value(error) = &error.decode.problem else { panic!("{body}: {error:?}") };
        assert_eq!((error.path(), error.problem()), ("value", &problem), "{body}");
    }
    for body in ["", "null", "{", r#"{"value":"#] {
        assert!(matches!(run!(Text, 200, body), Err(Error::CarriedOut(_))), "{body}");
    }
}

#[tokio::test]
async fn a_stream_reads_the_pages_of_a_collection() {
    let first_page = r#"{"value":[{"text":"a"}],"@odata.nextLink":"https://graph.microsoft.com/v1.0/rest"}"#;
    let script = Script::new([answer(200, &[], first_page), answer(200, &[], r#"{"value":[{"text":"b"}]}"#)]);
    let notes = script.client().call(Notes::v1().run(&ThingId::new("a").unwrap()), Notes).stream();
    assert!(script.requests().is_empty());
    let texts: Vec<String> = notes.collect().await.unwrap().into_iter().map(|note| note.text).collect();
    assert_eq!(texts, ["a", "b"]);
    let [first, second] = &script.requests()[..] else { panic!() };
    assert_eq!((first.method().as_str(), first.body().as_ref()), ("POST", &b"{}"[..]));
    assert_eq!((second.method().as_str(), second.uri().path(), second.body().len()), ("GET", "/v1.0/rest", 0));

    let script = Script::new([answer(200, &[], first_page), answer(200, &[], r#"{"value":[{"text":"b"}]}"#)]);
    let call = script.client().call(Notes::v1().run(&ThingId::new("a").unwrap()), Notes).max_page_size(1);
    let page = call.pages().next().await.unwrap().unwrap();
    let rest = script.client().list_from(page.next_link().unwrap().clone()).stream().collect().await.unwrap();
    assert_eq!(rest[0].text, "b", "the link is kept with the type of the elements");
    assert_eq!(header(&script.requests()[0], "prefer"), Some("odata.maxpagesize=1"));
}

#[tokio::test(start_paused = true)]
async fn an_action_is_not_repeated_unless_it_is_idempotent() {
    for (idempotency, sent) in [(None, 1), (Some(Idempotency::Idempotent), 2)] {
        let script = Script::new([answer(503, &[], ""), answer(204, &[], "")]);
        let graph = Client::new(Retry::new(script.clone()), StaticToken::new(TOKEN));
        let call = graph.call(wipe(), WIPE);
        let result = match idempotency {
            Some(idempotency) => call.idempotency(idempotency).await,
            None => call.await,
        };
        assert_eq!((result.is_ok(), script.requests().len()), (sent == 2, sent));
    }
}

#[tokio::test]
async fn a_refused_action_names_its_permissions_and_no_secret() {
    let script = Script::new([answer(403, &[], r#"{"error":{"code":"Forbidden","message":"no"}}"#)]);
    let call = script.client().call(wipe(), Wipe { pin: Some("hunter2".into()), ..WIPE });
    assert!(!format!("{call:?}").contains("hunter2"), "the parameters may hold a password");
    let error = call.await.unwrap_err();
    assert!(error.report().to_string().contains("Thing.Wipe.All"), "{}", error.report());
}

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = String, crate = crate)]
struct Arguments {
    text: Option<String>,
    mode: Mode,
    number: f64,
    at: DateTimeOffset,
    on: Date,
    id: Guid,
    bytes: Binary,
    lasts: crate::model::Duration,
    list: Vec<String>,
    note: Note,
    any: Json,
}

fn arguments(text: Option<&str>) -> Arguments {
    Arguments {
        text: text.map(str::to_owned),
        mode: Mode::Other("a b".into()),
        number: f64::INFINITY,
        at: "2026-11-22T08:00:00+01:00".parse().unwrap(),
        on: "2026-11-22".parse().unwrap(),
        id: "11111111-2222-3333-4444-555555555555".parse().unwrap(),
        bytes: Binary::from(vec![0xfb]),
        lasts: "PT1S".parse().unwrap(),
        list: vec!["a'".into(), "&".into()],
        note: Note { text: "t".into(), color: None },
        any: json!("x"),
    }
}

#[test]
fn arguments_are_written_by_their_type() {
    let fill = |template: &str| fill_arguments(&format!("/f({template})"), &arguments(Some("it's /?#%\u{e9}")));
    let text = "'it%27%27s%20%2F%3F%23%25%C3%A9'";
    for (template, written) in [
        ("text='{text}'", format!("text={text}")),
        ("text={text}", format!("text={text}")),
        ("text='{some-text}',mode={m}", format!("text={text},mode='a%20b'")),
        ("'{text}'", text.to_owned()),
        ("number={number}", "number=INF".into()),
        ("at={at},on={on}", "at=2026-11-22T08%3A00%3A00%2B01%3A00,on=2026-11-22".into()),
        ("on='{on}'", "on='2026-11-22'".into()),
        ("id={id}", "id=11111111-2222-3333-4444-555555555555".into()),
        ("bytes={bytes},lasts={lasts}", "bytes=binary'-w%3D%3D',lasts=duration'PT1S'".into()),
        ("any={any}", "any='x'".into()),
    ] {
        assert_eq!(fill(template), format!("/f({written})"));
    }
    assert_eq!(fill_arguments("/f(text='{text}')/x", &arguments(None)), "/f(text=null)/x");
    let aliases = fill("list={list},note={note}");
    let (path, query) = aliases.split_once('?').unwrap();
    assert_eq!(path, "/f(list=@list,note=@note)");
    let decoded = percent_encoding::percent_decode_str(query).decode_utf8().unwrap();
    assert_eq!(decoded, r##"@list=["a'","&"]&@note={"@odata.type":"#microsoft.graph.note","text":"t"}"##);
    assert_eq!(query.matches('&').count(), 1, "{query}");
}
