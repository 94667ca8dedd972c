//! Tests that the token stays with Microsoft Graph, although downloads and uploads go to other hosts.

use std::sync::{Arc, Mutex};

use graph_core::Json;
use graph_core::client::UploadSession;
use graph_core::http::{HeaderMap, Method, Request, Response};
use graph_core::testing::{Record, Recording, Replay};
use graph_core::transport::{ResponseFuture, Transport, TransportErrorKind};
use serde_json::json;

use super::*;

/// A fake service that answers each request by calling a function, and records the requests.
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

/// Creates a service that answers a request to Microsoft Graph with a redirect to this URL, and a request to another host with `content`.
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
    for location in ["https://other.example/x?sig=s", "https://graph.microsoft.com/other", "/v1.0/other"] {
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
        "http://127.0.0.1:9/x",
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

/// A service may send less than the requested range ([RFC 9110 §15.3.7](https://www.rfc-editor.org/rfc/rfc9110#section-15.3.7)). The
/// download then asks for the rest.
#[tokio::test(start_paused = true)]
async fn a_part_shorter_than_the_range_is_continued() {
    let parts = |etag: &'static str| {
        Service::new(move |request| {
            let range = request.headers().get("range").map_or("bytes=0-", |range| range.to_str().unwrap());
            let (start, last) = range.strip_prefix("bytes=").unwrap().split_once('-').unwrap();
            let start: usize = start.parse().unwrap();
            let end = (start + 4).min(last.parse().map_or(10, |last: usize| last + 1)).min(10);
            let part = format!("bytes {start}-{}/10", end - 1);
            answer(206, &[("content-range", part.as_bytes()), ("etag", etag.as_bytes())], &"0123456789"[start..end])
        })
    };
    for (range, expected) in [(0..1000, "0123456789"), (2..9, "2345678"), (3..5, "34")] {
        let service = parts("\"1\"");
        assert_eq!(service.client().download(content()).range(range).await.unwrap().body, expected);
    }
    assert_eq!(parts("\"1\"").client().download(content()).await.unwrap().body, "0123456789");
    let error = parts("W/\"1\"").client().download(content()).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.kind() == TransportErrorKind::Interrupted), "{error:?}");
}

/// If the service ignores the range of a download in a batch, its response contains the whole content, and the download fails.
#[tokio::test]
async fn a_batch_checks_the_range_of_a_download() {
    let service = Service::new(|request| {
        let sent = String::from_utf8_lossy(request.body());
        assert!(sent.contains("bytes=2-4") && !sent.contains("bytes=0-0"), "{sent}");
        let whole = json!({"id": "1", "status": 200, "headers": {"Content-Type": "text/plain"}, "body": "MDEyMzQ1Njc4OQ=="});
        answer(200, &[], json!({"responses": [whole]}).to_string())
    });
    let graph = service.client();
    let mut batch = graph.batch();
    let part = batch.add(graph.download(content()).range(2..5));
    let empty = batch.add(graph.download(content()).range(..0));
    let mut results = batch.send().await.unwrap();
    assert!(matches!(problem(results.take(part).unwrap_err()), MediaProblem::OtherRange));
    assert!(matches!(problem(results.take(empty).unwrap_err()), MediaProblem::EmptyRange));
}

/// If the service asks for a wait of hours, an upload and a download fail at once.
#[tokio::test(start_paused = true)]
async fn a_wait_of_hours_is_an_error_at_once() {
    let throttled = || answer(503, &[("retry-after", b"7200")], "");
    let start = tokio::time::Instant::now();
    let service = uploading("https://other.example/up", move |_| throttled());
    let error = service.client().upload_session(create_upload_session(), bytes(5)).await.unwrap_err();
    assert_eq!(error.retry_after().unwrap().as_secs(), 7200);

    let service = Service::new(move |request| match request.headers().contains_key("if-range") {
        true => throttled(),
        false => answer(200, &[("content-length", b"10"), ("etag", b"\"1\"")], "0123"),
    });
    let error = service.client().download(content()).await.unwrap_err();
    assert_eq!(error.retry_after().unwrap().as_secs(), 7200);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

/// The service has lost the fragments of a stored session. The upload starts again at the range that the service asks for.
#[tokio::test]
async fn an_upload_starts_again_where_the_service_says() {
    let service = Service::new(|request| {
        let range = request.headers().get("content-range").map(|range| range.to_str().unwrap().to_owned());
        let end = range.map_or(0, |range| range.split(['-', '/']).nth(1).unwrap().parse::<usize>().unwrap() + 1);
        match end {
            4_000_000 => answer(201, &[], r#"{"id":"i"}"#),
            _ => answer(202, &[], json!({"nextExpectedRanges": [format!("{end}-")]}).to_string()),
        }
    });
    let stored = json!({"uploadUrl": "https://other.example/up", "nextExpectedRanges": ["3932160-"]});
    let session: UploadSession = serde_json::from_value(stored).unwrap();
    let uploaded = service.client().resume_upload::<Json>(session, bytes(4_000_000)).fragment_size(0).max_retries(3).await;
    assert_eq!(uploaded.unwrap().body.unwrap()["id"], "i");
}

/// Creates a service whose upload URL answers each request with the response that `fragment` returns.
fn uploading(url: &'static str, fragment: impl Fn(&Request<Bytes>) -> Response<Bytes> + Send + Sync + 'static) -> Service {
    Service::new(move |request| match request.uri().host() {
        Some("graph.microsoft.com") => answer(200, &[], json!({"uploadUrl": url, "nextExpectedRanges": ["0-"]}).to_string()),
        _ => fragment(request),
    })
}

#[tokio::test]
async fn an_unsafe_upload_url_gets_no_fragment() {
    for url in ["http://other.example/up", "http://127.0.0.1:9/up", "other.example", "", "https://user:pass@other.example/up"] {
        let service = uploading(url, |_| answer(201, &[], ""));
        let error = service.client().upload_session(create_upload_session(), bytes(5)).await.unwrap_err();
        assert!(matches!(problem(error), MediaProblem::UnsafeUrl), "{url}");
        assert_eq!(service.outside(), [], "{url}");
    }
}

/// The service asks for the same fragments again and again, although it accepts them. The upload fails.
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

/// A recording does not contain the secret paths of an upload URL, of a download URL, of a redirect, and of the URL of an operation.
#[tokio::test]
async fn a_recording_has_no_secret_path_of_another_host() {
    let service = Service::new(|request| match (request.uri().host(), request.method()) {
        (Some("graph.microsoft.com"), &Method::POST) => {
            answer(200, &[], json!({"uploadUrl": SECRET_URL, "nextExpectedRanges": ["0-"]}).to_string())
        }
        (Some("graph.microsoft.com"), _) => answer(302, &[("location", b"https://files.example/y23vmagahszhxzlcvhas")], ""),
        (_, &Method::PUT) => {
            answer(201, &[], json!({"id": "1", "@microsoft.graph.downloadUrl": "https://files.example/8f3c1d/file"}).to_string())
        }
        _ => answer(202, &[("operation-location", b"https://monitor.example/4A3407B5-88FC")], "content"),
    });
    let record = Arc::new(Record::new(service));
    let graph = Client::new(record.clone(), StaticToken::new(TOKEN));
    let story = async |graph: Client| {
        graph.upload_session(create_upload_session(), bytes(5)).await.unwrap();
        graph.download(content()).await.unwrap().body
    };
    let first = story(graph).await;
    let recording = record.recording().to_json();
    for secret in ["fe6987415ace", "eyJzaXRl", "y23vmagahszhx", "8f3c1d", "4A3407B5"] {
        assert!(!recording.contains(secret), "{secret} in {recording}");
    }
    assert!(recording.contains("/drives/") && recording.contains("https://files.example/"), "{recording}");
    let replay = Replay::new(Recording::from_json(&recording).unwrap());
    assert_eq!(story(Client::new(replay, StaticToken::new(TOKEN))).await, first);
}

/// The service repeats the upload URL in its error response, as a proxy could do. No text of the client's error contains the URL.
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

/// The service repeats the signature of the upload URL in decoded form. No text of the client's error contains it.
#[tokio::test]
async fn a_decoded_part_of_the_upload_url_is_in_no_text() {
    let (encoded, decoded) = ("Z%2FRHIX5Xcg0Mq2rq3OlW%2BTjEg2tYkboXr1P9ZUXDtk%3D", "Z/RHIX5Xcg0Mq2rq3OlW+TjEg2tYkboXr1P9ZUXDtk=");
    for shown in [encoded, decoded] {
        let service = uploading("https://other.example/up?sig=Z%2FRHIX5Xcg0Mq2rq3OlW%2BTjEg2tYkboXr1P9ZUXDtk%3D", move |_| {
            answer(403, &[], json!({"error": {"code": "c", "message": format!("Signature {shown} did not match")}}).to_string())
        });
        let error = service.client().upload_session(create_upload_session(), bytes(5)).await.unwrap_err();
        let text = format!("{error:#} {error:?}");
        assert!(text.contains("did not match") && !text.contains("X5Xcg0Mq2rq") && !text.contains("TjEg2tYkbo"), "{text}");
    }
}
