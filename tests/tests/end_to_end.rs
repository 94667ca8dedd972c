//! Tests of the client with reqwest against the emulator, over a loopback socket.

use std::time::Duration;

use graph_core::emulator::{Emulator, Fault, Server};
use graph_core::error::DecodeProblem;
use graph_core::model::{Path, PropertyValue};
use graph_core::transport::{ReqwestTransport, TransportErrorKind};
use graph_core::{Client, Error, StaticToken};
use graph_intune::{
    ComplianceStatus, DeviceConfigurationId, DeviceConfigurationUserOverview, DeviceConfigurationUserStatus,
    DeviceConfigurationUserStatusId,
};
use percent_encoding::percent_decode_str;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PATH: &str = "/beta/deviceManagement/deviceConfigurations/a%2Fb/userStatusOverview";

async fn serve() -> Server {
    Emulator::new().with::<DeviceConfigurationUserOverview>().serve(0).await.unwrap()
}

fn overview() -> Path<DeviceConfigurationUserOverview> {
    DeviceConfigurationUserOverview::beta().root_certificate(&DeviceConfigurationId::new("a/b").unwrap())
}

fn pending(count: i32) -> graph_intune::DeviceConfigurationUserOverviewPatch {
    DeviceConfigurationUserOverview::patch().pending_count(count)
}

fn client(server: &Server) -> Client {
    Client::builder(ReqwestTransport::new().unwrap(), StaticToken::new("secret-token")).host(server.host()).build()
}

#[tokio::test]
async fn patch_returns_the_merged_entity() {
    let emulator = Emulator::new();
    let path = DeviceConfigurationUserStatus::v1()
        .user_statuses(&DeviceConfigurationId::new("ü %2F/..").unwrap(), &DeviceConfigurationUserStatusId::new("s?#").unwrap());
    let before = DeviceConfigurationUserStatus {
        id: "s?#".into(),
        user_display_name: Some("Ada".into()),
        user_principal_name: Some("ada@example.com".into()),
        devices_count: 3,
        ..DeviceConfigurationUserStatus::blank()
    };
    emulator.seed(&path, &before);
    let server = emulator.serve(0).await.unwrap();
    let patch = DeviceConfigurationUserStatus::patch().status(ComplianceStatus::Compliant).clear_user_display_name();
    let updated = client(&server).patch(path.clone(), patch.clone()).await.unwrap();

    assert_eq!(updated.status, 200);
    let expected = DeviceConfigurationUserStatus { status: ComplianceStatus::Compliant, user_display_name: None, ..before };
    assert_eq!(updated.body.as_ref(), Some(&expected));
    let read = client(&server).get(path.clone()).await.unwrap();
    assert_eq!((read.body, read.etag), (expected, updated.etag));
    assert_eq!(emulator.journal().patched::<DeviceConfigurationUserStatus>(), [patch]);
    let sent = emulator.journal();
    let sent = sent.at(&path).next().unwrap();
    assert_eq!(sent.header("client-request-id"), Some(updated.client_request_id.as_str()));
    assert!(!format!("{sent:?}").contains("secret-token"));
}

#[tokio::test]
async fn patch_with_return_minimal_returns_no_body() {
    let server = serve().await;
    let answer = client(&server).patch(overview(), pending(1)).return_minimal().await.unwrap();
    assert_eq!((answer.status.as_u16(), answer.body), (204, None));
    assert_eq!(server.emulator().stored(&overview()).unwrap().pending_count, 1);
}

/// A query option can hold any text, but the crate `http` accepts URLs of at most 65,534 bytes.
#[tokio::test]
async fn a_query_option_arrives_unchanged_in_memory_and_over_a_socket() {
    let options = [
        ("startDateTime", "2026-01-31T08:00:00+01:00"),
        ("a&b=c", "d=e&$top=5#f?/../%2F'\"()ä"),
        ("control", "\r\nx: y\0\u{202e}"),
        ("empty", ""),
    ];
    let server = serve().await;
    for graph in [server.emulator().client(), client(&server)] {
        let request = options.iter().fold(graph.get(overview()), |request, (name, value)| request.query(*name, value));
        request.await.unwrap();
        let journal = server.emulator().journal();
        let url = journal.last().unwrap().url();
        assert!(url.path().starts_with("/beta/deviceManagement/deviceConfigurations/a%2Fb/"), "{url}");
        let decode = |text| percent_decode_str(text).decode_utf8().unwrap().into_owned();
        let pairs = url.query().unwrap().split('&').map(|pair| pair.split_once('=').unwrap());
        let arrived: Vec<_> = pairs.map(|(name, value)| (decode(name), decode(value))).collect();
        assert_eq!(arrived, options.map(|(name, value)| (name.to_owned(), value.to_owned())));

        let long = graph.get(overview()).query("long", "x".repeat(70_000)).await.unwrap_err();
        assert!(matches!(long, Error::Transport(_)), "{long}");
    }
}

#[tokio::test]
async fn service_errors_have_their_status_and_request_id() {
    let emulator = Emulator::new().seeded_only();
    let mut entity = DeviceConfigurationUserOverview::blank();
    entity.id = "id".into();
    emulator.seed(&overview(), &entity);
    let server = emulator.serve(0).await.unwrap();
    let graph = client(&server);
    let service = |error: Error| {
        let id = error.request_id().unwrap().to_owned();
        let status = error.service().unwrap().status.as_u16();
        assert!(error.to_string().contains(&id), "{error}");
        (status, error)
    };

    let wrong = DeviceConfigurationUserStatus::beta()
        .user_statuses(&DeviceConfigurationId::new("a").unwrap(), &DeviceConfigurationUserStatusId::new("b").unwrap());
    let (status, error) = service(graph.get(wrong).await.unwrap_err());
    assert_eq!((status, error.is_not_found()), (404, true));

    let first = graph.get(overview()).await.unwrap().etag.unwrap();
    graph.patch(overview(), pending(1)).if_match(&first).await.unwrap();
    let (status, error) = service(graph.patch(overview(), pending(2)).if_match(&first).await.unwrap_err());
    assert_eq!((status, error.is_precondition_failed()), (412, true));
    assert_eq!(emulator.stored(&overview()).unwrap().pending_count, 1);

    emulator.expire("secret-token");
    let (status, _) = service(graph.patch(overview(), pending(3)).await.unwrap_err());
    assert_eq!(status, 401);
}

#[tokio::test]
async fn unknown_enum_member_is_refused_by_name() {
    let server = serve().await;
    let status = DeviceConfigurationUserStatus::beta()
        .user_statuses(&DeviceConfigurationId::new("a").unwrap(), &DeviceConfigurationUserStatusId::new("b").unwrap());
    let patch = DeviceConfigurationUserStatus::patch().status(ComplianceStatus::Other("brandNew".into()));
    server.emulator().seed(&status, &DeviceConfigurationUserStatus::blank());
    let error = client(&server).patch(status, patch).await.unwrap_err();
    assert_eq!(error.service().unwrap().status, 400);
    assert!(error.to_string().contains("'status'") && error.to_string().contains("'brandNew'"), "{error}");
}

#[tokio::test]
async fn interrupted_response_is_an_error_but_the_patch_may_be_applied() {
    let server = serve().await;
    let graph = client(&server);
    let faults = [Fault::TruncatedBody, Fault::LostAnswer, Fault::Reset, Fault::Silence(Duration::from_millis(1))];
    for (index, fault) in faults.into_iter().enumerate() {
        server.emulator().fail_next([fault.clone()]);
        let error = graph.patch(overview(), pending(index as i32 + 1)).await.unwrap_err();
        let Error::Transport(error) = error else { panic!("{error}") };
        assert_eq!(error.kind(), TransportErrorKind::Interrupted, "{fault:?}");
    }
    assert_eq!(server.emulator().stored(&overview()).unwrap().pending_count, 2, "the first two were applied");
    assert_eq!(server.emulator().journal().len(), 4, "and nothing was sent twice");
    assert_eq!(graph.get(overview()).await.unwrap().body.pending_count, 2, "a new connection works");
}

#[tokio::test]
async fn response_that_does_not_match_the_declaration_is_an_error() {
    let server = serve().await;
    let graph = client(&server);
    let whole = graph.get(overview()).await.unwrap();
    let json = serde_json::to_value(&whole.body).unwrap();
    let without = |property: &str, value: Option<serde_json::Value>| {
        let mut json = json.clone();
        match value {
            Some(value) => drop(json.as_object_mut().unwrap().insert(property.into(), value)),
            None => drop(json.as_object_mut().unwrap().shift_remove(property)),
        }
        json.to_string()
    };
    for (body, property) in [
        (without("pendingCount", None), Some("pendingCount")),
        (without("pendingCount", Some("x".into())), Some("pendingCount")),
        (without("pendingCount", Some(serde_json::Value::Null)), Some("pendingCount")),
        (without("@odata.type", Some("#microsoft.graph.other".into())), None),
        ("<html>Bad gateway</html>".into(), None),
        (json.to_string()[..40].into(), None),
    ] {
        server.emulator().fail_next([Fault::OtherBody(body.clone().into())]);
        let error = graph.get(overview()).await.unwrap_err();
        let request_id = error.request_id().unwrap().to_owned();
        assert!(error.to_string().contains(&request_id), "{error}");
        let Error::Decode(error) = error else { panic!("{error}") };
        match property {
            Some(property) => assert_eq!(error.property(), Some(property), "{body}"),
            None => assert!(matches!(error.problem, DecodeProblem::Json { .. } | DecodeProblem::Value(_)), "{body}"),
        }
    }
}

#[tokio::test]
async fn redirect_is_not_followed() {
    let server = serve().await;
    let elsewhere = serve().await;
    server.emulator().fail_next([Fault::Redirect(elsewhere.url().parse().unwrap())]);
    let error = client(&server).get(overview()).await.unwrap_err();
    assert!(matches!(error, Error::Redirect(_)), "{error}");
    assert!(elsewhere.emulator().journal().is_empty());
}

#[tokio::test]
async fn slow_body_is_read_or_times_out() {
    let server = serve().await;
    let graph = client(&server);
    server.emulator().fail_next([Fault::SlowBody(Duration::from_millis(40))]);
    assert_eq!(graph.patch(overview(), pending(5)).await.unwrap().body.unwrap().pending_count, 5);
    server.emulator().fail_next([Fault::SlowBody(Duration::from_secs(600))]);
    let error = graph.get(overview()).timeout(Duration::from_millis(40)).await.unwrap_err();
    let Error::Transport(error) = error else { panic!("{error}") };
    assert_eq!(error.kind(), TransportErrorKind::Timeout);
}

/// Sends the text of a request to the server, and reads until the server closes the connection.
async fn raw(server: &Server, request: &str) -> String {
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    // A connection reset also ends the response, so its error is ignored.
    let _ = stream.read_to_string(&mut answer).await;
    answer
}

#[tokio::test]
async fn server_speaks_http() {
    let server = serve().await;
    let body = r#"{"pendingCount":12}"#;
    let answer = raw(
        &server,
        &format!(
            "PATCH {PATH} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer secret\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            server.address(),
            body.len()
        ),
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.contains("\"pendingCount\":12"), "{answer}");
    let journal = server.emulator().journal();
    assert_eq!(journal.last().unwrap().url().to_string(), format!("{}{PATH}", server.url()));
    assert_eq!(journal.patched::<DeviceConfigurationUserOverview>().len(), 1);
}

#[tokio::test]
async fn malformed_http_does_not_stop_the_server() {
    let server = serve().await;
    for request in [
        "\0\0\0\r\n\r\n",
        "GET\r\n\r\n",
        "PATCH /beta HTTP/1.1\r\nContent-Length: 5\r\nConnection: close\r\n\r\n{",
        "GET / HTTP/1.1\r\nHost: ä b\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(server.address()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
    }
    let request = format!("GET {PATH} HTTP/1.0\r\nAuthorization: Bearer secret\r\n\r\n");
    assert!(raw(&server, &request).await.contains(" 200 OK"));
}

#[tokio::test]
async fn dropping_the_server_closes_its_port_and_connections() {
    let server = serve().await;
    let mut idle = TcpStream::connect(server.address()).await.unwrap();
    idle.write_all(format!("GET {PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer secret\r\n\r\n").as_bytes()).await.unwrap();
    let mut begin = [0; 12];
    idle.read_exact(&mut begin).await.unwrap();
    assert_eq!(&begin, b"HTTP/1.1 200");

    let (address, emulator) = (server.address(), server.emulator().clone());
    drop(server);
    let mut rest = Vec::new();
    let _ = idle.read_to_end(&mut rest).await;
    assert!(TcpStream::connect(address).await.is_err());
    assert_eq!(emulator.journal().len(), 1, "the emulator outlives its port");
}
