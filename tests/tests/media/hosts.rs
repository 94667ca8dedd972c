//! The token stays with Microsoft Graph, although downloads and uploads go to other hosts.

use std::sync::{Arc, Mutex};

use graph_core::Json;
use graph_core::client::UploadSession;
use graph_core::http::{HeaderMap, Method, Request, Response};
use graph_core::testing::{Record, Recording, Replay};
use graph_core::transport::{ResponseFuture, Transport};
use serde_json::json;

use super::*;

/// A service that answers each request with a function, and records the requests.
#[derive(Clone)]
pub(crate) struct Service {
    answer: Arc<Answer>,
    requests: Arc<Mutex<Vec<(Method, String, HeaderMap)>>>,
}

type Answer = dyn Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync;

impl Service {
    pub(crate) fn new(answer: impl Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync + 'static) -> Self {
        Self { answer: Arc::new(answer), requests: Arc::default() }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.clone(), StaticToken::new(TOKEN))
    }

    /// Returns the requests to other hosts than Microsoft Graph.
    pub(crate) fn outside(&self) -> Vec<(Method, String, HeaderMap)> {
        let requests = self.requests.lock().unwrap();
        requests.iter().filter(|(_, url, _)| !url.starts_with("https://graph.microsoft.com/")).cloned().collect()
    }
}

impl Transport for Service {
    fn send(&self, request: Request<Bytes>) -> ResponseFuture<'_> {
        let seen = (request.method().clone(), request.uri().to_string(), request.headers().clone());
        self.requests.lock().unwrap().push(seen);
        Box::pin(std::future::ready(Ok((self.answer)(&request))))
    }
}

pub(crate) fn answer(status: u16, headers: &[(&str, &[u8])], body: impl Into<Bytes>) -> Response<Bytes> {
    let builder = headers.iter().fold(Response::builder().status(status), |builder, (name, value)| builder.header(*name, *value));
    builder.body(body.into()).unwrap()
}

/// Answers a request to Microsoft Graph with a redirect to this URL, and a request to another host with `content`.
pub(crate) fn redirecting(location: &[u8]) -> Service {
    let location = location.to_vec();
    Service::new(move |request| match request.uri().host() {
        Some("graph.microsoft.com") => answer(302, &[("location", &location)], ""),
        _ => answer(200, &[], "content"),
    })
}

#[tokio::test]
async fn two_servers_only_the_first_gets_the_token() {
    let emulator = emulator().redirects_downloads();
    let (graph_server, other_server) = (emulator.serve(0).await.unwrap(), emulator.serve(0).await.unwrap());
    let emulator = emulator.media_urls_to(other_server.url());
    let graph = client(&graph_server);

    graph.upload_session(create_upload_session(), bytes(400_000)).fragment_size(0).header("x-own", "s").await.unwrap();
    assert_eq!(graph.download(content()).header("x-own", "s").await.unwrap().body, bytes(400_000));

    let journal = emulator.journal();
    let (graph_port, other_port) = (graph_server.address().port(), other_server.address().port());
    for exchange in journal.iter() {
        let with_token = exchange.url().port_u16() == Some(graph_port);
        assert_eq!(exchange.header("authorization").is_some(), with_token, "{exchange:?}");
        assert_eq!(exchange.header("x-own").is_some(), with_token, "{exchange:?}");
    }
    assert_eq!(journal.iter().filter(|exchange| exchange.url().port_u16() == Some(other_port)).count(), 3);
    assert_no_violation(&emulator);
}

#[tokio::test]
async fn a_redirect_is_followed_without_the_token_and_the_headers_of_the_caller() {
    for location in ["https://other.example/x?sig=s", "https://graph.microsoft.com/other", "/v1.0/other", "http://127.0.0.1:9/x"]
    {
        let service = Service::new(|request| match request.headers().contains_key("authorization") {
            true => answer(302, &[("location", request.headers()["x-to"].as_bytes())], ""),
            false => answer(206, &[("content-range", b"bytes 1-3/4")], "ont"),
        });
        let download = service.client().download(content()).header("x-to", location).header("cookie", "c").range(1..4);
        assert_eq!(download.await.unwrap().body, "ont");
        let requests = service.requests.lock().unwrap().clone();
        let [_, (method, url, headers)] = &requests[..] else { panic!("{requests:?}") };
        assert_eq!(method, Method::GET);
        assert!(url.ends_with(location), "{url}");
        let mut names: Vec<&str> = headers.keys().map(|name| name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, ["range", "user-agent"], "{location}");
    }
}

#[tokio::test]
async fn an_unsafe_redirect_is_not_followed() {
    let with_token = format!("https://other.example/?t={TOKEN}");
    for location in [
        "http://other.example/x",
        "//other.example/x",
        "ftp://other.example/x",
        "https://user@other.example/x",
        "https://",
        "",
        "https://other.example/\u{e4}",
        with_token.as_str(),
    ] {
        let service = redirecting(location.as_bytes());
        let error = service.client().download(content()).await.unwrap_err();
        assert!(!format!("{error:#} {error:?}").contains(TOKEN));
        assert!(matches!(problem(error), MediaProblem::UnsafeUrl), "{location}");
        assert_eq!(service.outside(), [], "{location}");
    }
}

#[tokio::test]
async fn redirects_without_end_are_an_error() {
    let service = Service::new(|_| answer(307, &[("location", b"https://other.example/again")], ""));
    let error = service.client().download(content()).await.unwrap_err();
    assert!(matches!(problem(error), MediaProblem::TooManyRedirects(5)));
    assert_eq!(service.outside().len(), 5);
}

/// A service whose upload URL answers with these responses.
fn uploading(url: &'static str, fragment: impl Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync + 'static) -> Service {
    Service::new(move |request| match request.uri().host() {
        Some("graph.microsoft.com") => answer(200, &[], json!({"uploadUrl": url, "nextExpectedRanges": ["0-"]}).to_string()),
        _ => fragment(request),
    })
}

#[tokio::test]
async fn an_unsafe_upload_url_gets_no_fragment() {
    for url in ["http://other.example/up", "other.example", "", "https://user:pass@other.example/up"] {
        let service = uploading(url, |_| answer(201, &[], ""));
        let error = service.client().upload_session(create_upload_session(), bytes(5)).await.unwrap_err();
        assert!(matches!(problem(error), MediaProblem::UnsafeUrl), "{url}");
        assert_eq!(service.outside(), [], "{url}");
    }
}

/// The service asks for the same fragments again and again, although it accepts them.
#[tokio::test]
async fn an_upload_that_makes_no_progress_ends() {
    for starts in [[0, 0], [0, 400_000]] {
        let count = std::sync::atomic::AtomicUsize::new(0);
        let service = uploading("https://other.example/up", move |_| {
            let count = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            assert!(count < 12, "the upload goes on");
            let start = starts[count % 2];
            answer(202, &[], json!({"nextExpectedRanges": [format!("{start}-")]}).to_string())
        });
        let upload = service.client().upload_session(create_upload_session(), bytes(700_000)).max_retries(4);
        assert!(matches!(problem(upload.await.unwrap_err()), MediaProblem::OtherFragment));
    }
}

const SECRET_URL: &str = "https://other.example/up/fe6987415ace7X4e1eF866337?tempauth=v1.eyJzaXRlaWQiOiI0ZTQ5";

#[tokio::test]
async fn a_recording_has_no_upload_url_that_works_and_can_be_replayed() {
    let emulator = emulator().redirects_downloads();
    let record = Arc::new(Record::new(emulator.clone()));
    let story = async |graph: Client| {
        let uploaded = graph.upload_session(create_upload_session(), bytes(400_000)).fragment_size(0).await.unwrap();
        (uploaded.body, graph.download(content()).await.unwrap().body)
    };
    let first = story(Client::new(record.clone(), StaticToken::new(TOKEN))).await;
    let recording = record.recording().to_json();
    let journal = emulator.journal();
    let secrets: Vec<&str> = journal.iter().filter_map(|exchange| exchange.url().query()?.strip_prefix("tempauth=")).collect();
    assert!(secrets.len() == 3 && secrets.iter().all(|secret| secret.len() > 30 && !recording.contains(secret)), "{recording}");
    let replay = Replay::new(Recording::from_json(&recording).unwrap());
    assert_eq!(story(Client::new(replay, StaticToken::new("another-token"))).await, first);
}

/// The service repeats the upload URL in its error, and so could a proxy.
#[tokio::test]
async fn the_upload_url_is_in_no_text() {
    let service = uploading(SECRET_URL, |request| {
        let repeats = request.uri().to_string();
        answer(
            400,
            &[("x-url", repeats.as_bytes())],
            json!({"error": {"code": "c", "message": format!("no: {repeats}")}}).to_string(),
        )
    });
    let error = service.client().upload_session(create_upload_session(), bytes(5)).await.unwrap_err();
    let session: UploadSession = serde_json::from_value(json!({"uploadUrl": SECRET_URL})).unwrap();
    let request = service.client().resume_upload::<Json>(session.clone(), bytes(5));
    let texts = format!("{error} {error:#} {error:?} {} {session:?} {request:?} {:?}", error.report(), session.upload_url);
    for secret in ["fe6987415ace", "tempauth", "eyJzaXRl"] {
        assert!(!texts.contains(secret), "{texts}");
    }
    assert!(texts.contains("/{uploadUrl}") && texts.contains("https://other.example"), "{texts}");
    assert_eq!(serde_json::to_value(&session).unwrap()["uploadUrl"], SECRET_URL);

    let redirect = redirecting(SECRET_URL.as_bytes());
    let failing = Service::new(move |request| match request.uri().host() {
        Some("graph.microsoft.com") => (redirect.answer)(request),
        _ => answer(403, &[], format!("expired: {}", request.uri())),
    });
    let error = failing.client().download(content()).await.unwrap_err();
    let texts = format!("{error} {error:#} {error:?} {}", error.report());
    assert!(!texts.contains("eyJzaXRl") && !texts.contains("fe6987415ace"), "{texts}");
    assert_eq!(error.status().unwrap(), 403);
}
