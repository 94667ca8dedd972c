//! Tests of actions and functions, called by this client and by another one.

use graph_core::emulator::ErrorResponse;
use graph_core::model::{GraphOperation, OperationResult};
use graph_core::{Date, Error, GraphAction, GraphComplex, GraphEntity, GraphEnum, GraphFunction, graph_ids, graph_paths};
use http::StatusCode;
use proptest::prelude::*;
use serde_json::json;

use super::*;

graph_ids! { pub DeviceId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.device")]
#[graph_paths(v1, "/devices/{deviceId}")]
pub struct Device {
    #[graph(key)]
    pub id: String,
    #[graph(read_only)]
    pub state: String,
}

#[derive(Clone, Debug, PartialEq, GraphAction)]
#[graph(permissions(application("Device.Wipe.All")))]
#[graph_paths(v1, "/devices/{deviceId}/wipe")]
pub struct Wipe {
    pub keep_user_data: Option<bool>,
    pub pin: String,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.change")]
pub struct Change {
    pub number: i32,
    pub note: Option<String>,
}

#[derive(Clone, Debug, PartialEq, GraphEnum)]
pub enum Kind {
    Big,
    Small,
    #[graph(other)]
    Other(String),
}

/// A function with every kind of argument.
#[derive(Clone, Debug, PartialEq, GraphFunction)]
#[graph(returns = Vec<Change>)]
#[graph_paths(v1, "/devices/{device-id}/changes(since={since},kind='{kind}',text={text},like='{like}',numbers={n},top={top})")]
pub struct Changes {
    pub since: Date,
    pub kind: Kind,
    pub text: Option<String>,
    pub like: Change,
    pub numbers: Vec<i32>,
    pub top: Option<i32>,
}

fn id(text: &str) -> DeviceId {
    DeviceId::new(text).unwrap()
}

fn wipe() -> Wipe {
    Wipe { keep_user_data: Some(true), pin: "1".into() }
}

fn changes(text: Option<&str>) -> Changes {
    let like = Change { number: 7, note: text.map(str::to_owned) };
    Changes {
        since: "2026-11-22".parse().unwrap(),
        kind: Kind::Small,
        text: text.map(str::to_owned),
        like,
        numbers: vec![1, 2],
        top: None,
    }
}

/// Returns an emulator with a device that can be wiped once. The function `changes` returns three changes, whose notes repeat the call's
/// arguments.
fn emulator() -> Emulator {
    let wipe = |call: &mut graph_core::emulator::OperationCall<'_, Wipe>| {
        if call.bound::<Device>()?.state == "wiped" {
            return Err(ErrorResponse::new(StatusCode::CONFLICT, "The device is wiped already.").code("AlreadyWiped"));
        }
        call.update_bound(|device: &mut Device| device.state = "wiped".into())
    };
    let emulator = Emulator::new().with::<Device>().on::<Wipe>(wipe);
    emulator.on::<Changes>(|call| {
        let note = format!("{} {:?}", call.argument("device-id").unwrap(), call.parameters.text);
        Ok((1..=3).map(|number| Change { number, note: Some(note.clone()) }).collect())
    })
}

/// Calls the action and the function with this client.
async fn call_both(graph: &Client, emulator: &Emulator) {
    let device = Device::v1().devices(&id("a/b"));
    graph.call(Wipe::v1().wipe(&id("a/b")), wipe()).await.unwrap();
    assert_eq!(emulator.stored(&device).unwrap().state, "wiped");
    let Err(Error::Service(error)) = graph.call(Wipe::v1().wipe(&id("a/b")), wipe()).await else { panic!() };
    assert_eq!((error.status.as_u16(), error.code()), (409, Some("AlreadyWiped")));

    let text = "it's (a), %2F/\u{e9}";
    let found = graph.call(Changes::v1().changes(&id("a/b")), changes(Some(text))).stream().collect().await.unwrap();
    assert_eq!(found.len(), 3);
    assert_eq!(found[0].note.as_deref(), Some(&*format!("a/b {:?}", Some(text))));
}

#[tokio::test]
async fn operations_run_in_memory() {
    let emulator = emulator();
    call_both(&emulator.client(), &emulator).await;
}

#[tokio::test]
async fn operations_run_over_a_socket() {
    let emulator = emulator().page_size(2);
    let server = emulator.serve(0).await.unwrap();
    call_both(&over_a_socket(&server), &emulator).await;
    let pages = emulator.journal().iter().filter(|exchange| exchange.url().path().contains("changes")).count();
    assert_eq!(pages, 2, "a page of two and a page of one");
}

#[tokio::test]
async fn operations_run_in_a_batch_and_in_a_bulk() {
    let emulator = emulator();
    let graph = emulator.client();
    let mut batch = graph.batch();
    let wiped = batch.add(graph.call(Wipe::v1().wipe(&id("a")), wipe()));
    let again = batch.add_after(&wiped, graph.call(Wipe::v1().wipe(&id("a")), wipe()));
    let found = batch.add(graph.call(Changes::v1().changes(&id("a")), changes(None)));
    let mut results = batch.send().await.unwrap();
    assert_eq!(results.take(wiped).unwrap().status.as_u16(), 204);
    assert!(matches!(results.take(again), Err(Error::Service(error)) if error.status == 409));
    assert_eq!(results.take(found).unwrap().body.len(), 3);

    let calls = (0..50).map(|number| (number, graph.call(Wipe::v1().wipe(&id(&number.to_string())), wipe())));
    let mut bulk = graph.bulk(calls);
    let mut done = 0;
    while let Some((_, result)) = bulk.next().await {
        result.unwrap();
        done += 1;
    }
    assert_eq!(done, 50);
}

#[tokio::test]
async fn an_operation_needs_its_permissions() {
    let emulator = emulator();
    emulator.grant("reader", ["Device.Read.All"]);
    let Err(error) = emulator.client_with("reader").call(Wipe::v1().wipe(&id("a")), wipe()).await else { panic!() };
    assert!(error.report().to_string().contains("Device.Wipe.All"), "{}", error.report());
}

#[tokio::test]
async fn a_missing_closure_is_told() {
    let emulator = Emulator::new().with::<Device>();
    for path in ["/v1.0/devices/a/wipe", "/v1.0/devices/a/microsoft.graph.wipe"] {
        let message = refused(&send(&emulator, request("POST", path), "").await, 404);
        assert!(message.contains("`Emulator::new().on::<Wipe>(|call| Ok(…))`"), "{message}");
    }
    let message = refused(&get(&emulator, "/v1.0/devices/a/changes(top=3)").await, 404);
    assert!(message.contains("on::<Changes>"), "{message}");
    // The path of an action on the collection is also the path of a device.
    let message = refused(&send(&emulator, request("POST", "/v1.0/devices/executeAction"), "").await, 405);
    assert!(message.contains("on::<ExecuteAction>"), "{message}");
    let message = refused(&send(&emulator, request("POST", "/v1.0/unknown/$ref"), "").await, 404);
    assert!(!message.contains("on::<"), "{message}");
    let message = refused(&get(&emulator, "/v1.0/devices/a/other").await, 404);
    assert!(!message.contains("on::<"), "{message}");
}

async fn post(emulator: &Emulator, body: &'static str) -> Response<Bytes> {
    send(emulator, request("POST", "/v1.0/devices/a/wipe").header("content-type", "application/json"), body).await
}

#[tokio::test]
async fn the_parameters_of_an_action_are_checked() {
    let emulator = emulator();
    for (body, part) in [
        ("", "'pin' is missing"),
        ("{}", "'pin' is missing"),
        (r#"{"pin":null}"#, "'pin': null"),
        (r#"{"pin":1}"#, "'pin': expected String"),
        (r#"{"pin":"1","keepUserData":"yes"}"#, "'keepUserData': expected Boolean"),
        (r#"{"pin":"1","other":1}"#, "'other' is not a parameter"),
        (r#"{"pin":"1","Pin":"2"}"#, "given twice"),
        ("[]", "not an object"),
    ] {
        let message = refused(&post(&emulator, body).await, 400);
        assert!(message.contains(part), "{body}: {message}");
    }
    assert_eq!(refused(&get(&emulator, "/v1.0/devices/a/wipe").await, 405), "The path takes POST.");
    assert_eq!(post(&emulator, r##"{"@odata.type":"#x","PIN":"1"}"##).await.status(), 204);
}

#[tokio::test]
async fn the_arguments_of_a_function_are_checked() {
    let emulator = emulator();
    let call = async |arguments: &str| get(&emulator, &format!("/v1.0/devices('a')/microsoft.graph.changes({arguments}")).await;
    let all = "since=2026-11-22,kind='small',text='t',like=@l,numbers=@n,top=3)?@l={%22number%22:1}&@n=[1]";
    let response = call(all).await;
    assert_eq!(
        json(&response)["value"][0],
        json!({"@odata.type": "#microsoft.graph.change", "number": 1, "note": "a Some(\"t\")"})
    );
    let reordered = "top=null,Text='t',numbers=@n,like=@l,kind='SMALL',since=2026-11-22)?@n=[]&@l={%22number%22:1}";
    assert_eq!(call(reordered).await.status(), 200);
    for (from, to, part) in [
        ("text='t'", "text=t", "write 't' in quotes"),
        ("text='t'", "tex='t'", "'tex' is not a parameter"),
        ("text='t'", "text='t',text='u'", "given twice"),
        ("2026-11-22", "22.11.2026", "'since': expected"),
        ("'small'", "'middle'", "'middle' is not a member"),
        ("top=3", "top='3'", "does not fit"),
        ("top=3", "top=3000000000", "'top': "),
        ("@n=[1]", "@m=[1]", "no parameter alias '@n'"),
        ("@n=[1]", "@n=[null]", "'numbers': "),
        ("since=2026-11-22,", "", "'since' is missing"),
        ("@n=[1]", "@n=[1]&$top=1", "'$top'"),
    ] {
        let message = refused(&call(&all.replace(from, to)).await, 400);
        assert!(message.contains(part), "{to}: {message}");
    }
    let open = refused(&call(&all.replace("text='t',", "text='t")).await, 404);
    assert!(!open.contains("on::<"), "{open}");
    let post = send(&emulator, request("POST", "/v1.0/devices/a/changes()"), "").await;
    assert_eq!(refused(&post, 405), "The path takes GET.");
}

/// Checks that a call brings the parameters to the closure unchanged.
fn arrives<O>(path: graph_core::model::Path<O>, sent: O) -> Result<(), TestCaseError>
where
    O: GraphOperation + graph_core::model::GraphPaths + Clone + PartialEq + std::fmt::Debug + Send,
    O::Returns: OperationResult + Default,
{
    let expected = sent.clone();
    let emulator = Emulator::new().on::<O>(move |call| {
        assert_eq!(call.parameters, expected);
        Ok(Default::default())
    });
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let result = runtime.block_on(async { emulator.client().call(path, sent).await });
    prop_assert!(result.is_ok(), "{:?}", result.err());
    Ok(())
}

proptest! {
    #[test]
    fn hostile_text_stays_in_its_parameter(text in ".{0,40}|['(),/%.@={}\\[\\]]{0,12}|(\\.\\./){1,3}", number: i32) {
        arrives(Wipe::v1().wipe(&id("a")), Wipe { keep_user_data: None, pin: text.clone() })?;
        let like = Change { number, note: Some(text.clone()) };
        // The emulator refuses every path with a control character, as a web server does.
        let text = text.chars().filter(|char| !char.is_control()).collect();
        let sent = Changes { text: Some(text), like, numbers: vec![number], top: Some(number), ..changes(None) };
        arrives(Changes::v1().changes(&id("a')/x('")), sent)?;
    }
}

#[tokio::test]
async fn a_long_text_is_sent_or_refused() {
    let emulator = emulator();
    let long = "x".repeat(70_000);
    emulator.client().call(Wipe::v1().wipe(&id("a")), Wipe { pin: long.clone(), ..wipe() }).await.unwrap();
    let refused = emulator.client().call(Changes::v1().changes(&id("a")), changes(Some(&long))).await;
    assert!(matches!(refused, Err(Error::Transport(_))), "a URL has at most 65,534 bytes");
}
