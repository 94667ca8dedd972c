//! Tests of the default transport against a loopback socket with scripted responses.

#[cfg(feature = "emulator")]
mod http2;

use std::sync::Barrier;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::Origin;
use crate::transport::error::TransportErrorKind;
use crate::transport::extensions::NewConnection;
use crate::transport::reqwest::ReqwestTransport;
use crate::transport::send::Transport;

/// Starts a server that sends the response `answer` to every request, or never responds if `answer` is `None`. Returns the server's URL,
/// and a channel that gets a message for each connection.
async fn serve(answer: Option<&'static str>) -> (String, mpsc::UnboundedReceiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/x", listener.local_addr().unwrap());
    let (connected, connections) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = connected.send(());
            tokio::spawn(converse(stream, answer));
        }
    });
    (address, connections)
}

async fn converse(mut stream: TcpStream, answer: Option<&'static str>) {
    let mut head = Vec::new();
    while let Ok(byte) = stream.read_u8().await {
        head.push(byte);
        if head.ends_with(b"\r\n\r\n") {
            head.clear();
            let Some(answer) = answer else { continue };
            stream.write_all(answer.as_bytes()).await.unwrap();
            if answer.contains("close") {
                return;
            }
        }
    }
}

fn request(address: &str) -> http::Request<Bytes> {
    http::Request::get(address).body(Bytes::new()).unwrap()
}

async fn fails(transport: &ReqwestTransport, address: &str) -> TransportErrorKind {
    let error = transport.send(request(address)).await.unwrap_err();
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    assert!(!text.contains("/x"), "no URL in {text}");
    error.kind()
}

#[tokio::test]
async fn a_response_arrives_whole() {
    let chunked = "HTTP/1.1 418 Teapot\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    let (address, _) = serve(Some(chunked)).await;
    // Plain `http` does not use a proxy, even if one is enabled.
    for builder in [ReqwestTransport::builder(), ReqwestTransport::builder().proxy_from_environment()] {
        let response = builder.build().unwrap().send(request(&address)).await.unwrap();
        assert_eq!((response.status().as_u16(), response.headers()["a"].as_bytes()), (418, &b"b"[..]));
        assert_eq!(response.body(), "abcde");
    }
}

#[tokio::test]
async fn a_redirect_is_a_response() {
    let (elsewhere, mut connections) = serve(Some("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")).await;
    let answer = format!("HTTP/1.1 302 Found\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n");
    let (address, _) = serve(Some(answer.leak())).await;
    let response = ReqwestTransport::new().unwrap().send(request(&address)).await.unwrap();
    assert_eq!(response.status(), 302);
    assert!(connections.try_recv().is_err(), "the redirect was followed");
}

#[tokio::test]
async fn a_response_is_read_up_to_the_limit() {
    let declared = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabcdef";
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n";
    let one_chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n0\r\n\r\n";
    let endless = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcdef";
    for answer in [declared, chunked, one_chunk, endless] {
        let (address, _) = serve(Some(answer)).await;
        let limited = |bytes| ReqwestTransport::builder().max_response_size(bytes).build().unwrap();
        assert_eq!(limited(6).send(request(&address)).await.unwrap().body(), "abcdef", "{answer}");
        assert_eq!(fails(&limited(5), &address).await, TransportErrorKind::TooLarge, "{answer}");
    }
}

#[tokio::test]
async fn each_failure_has_its_kind() {
    let transport = ReqwestTransport::new().unwrap();
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabc";
    let chunk_cut = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n6\r\nabc";
    for answer in [cut, chunk_cut, "HTTP/1.1 200 OK\r\nclose", "close"] {
        let (address, _) = serve(Some(answer)).await;
        assert_eq!(fails(&transport, &address).await, TransportErrorKind::Interrupted, "{answer}");
    }

    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert_eq!(fails(&transport, &format!("http://{free}/x")).await, TransportErrorKind::Connect);

    // The server never answers the TLS handshake, so connecting takes longer than the connect timeout.
    let (silent, _) = serve(None).await;
    let hurried = ReqwestTransport::builder().connect_timeout(Duration::from_millis(20)).build().unwrap();
    assert_eq!(fails(&hurried, &silent.replace("http", "https")).await, TransportErrorKind::Connect);

    assert_eq!(fails(&transport, "/x").await, TransportErrorKind::Request);
}

#[tokio::test]
async fn connections_are_reused_unless_a_new_one_is_requested() {
    let (address, mut connections) = serve(Some("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")).await;
    let transport = ReqwestTransport::new().unwrap();
    let mut opened = async |fresh: bool| {
        let mut request = request(&address);
        if fresh {
            request.extensions_mut().insert(NewConnection);
        }
        transport.send(request).await.unwrap();
        std::iter::from_fn(|| connections.try_recv().ok()).count()
    };
    assert_eq!(opened(false).await, 1);
    assert_eq!(opened(false).await, 0);
    assert_eq!(opened(true).await, 1);
    assert_eq!(opened(true).await, 1);
    assert_eq!(opened(false).await, 0);
}

/// Runs `a_response_arrives_whole` in a child process, because environment variables apply to the whole process.
#[test]
fn the_proxy_of_the_environment_is_ignored_by_default() {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "transport::reqwest::tests::a_response_arrives_whole"]);
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"] {
        child.env(name, "http://127.0.0.1:9");
    }
    let output = child.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

/// Several threads ask a transport's `Origin` for the URL of their first request at the same time.
#[test]
fn every_request_goes_to_its_own_url() {
    const URLS: [&str; 4] = [
        "https://a.example/v1.0/users/a",
        "https://a.example/v1.0/users/b?x=1",
        "https://b.example/",
        "https://a.example:8443/x",
    ];
    for _ in 0..200 {
        let (origin, barrier) = (Origin::default(), Barrier::new(URLS.len()));
        std::thread::scope(|scope| {
            for url in URLS {
                let (origin, barrier) = (&origin, &barrier);
                scope.spawn(move || {
                    let uri = url.parse().unwrap();
                    barrier.wait();
                    for _ in 0..2 {
                        assert_eq!(origin.url(&uri).unwrap().as_str(), url);
                    }
                });
            }
        });
    }
}

#[tokio::test]
async fn debug_output_of_a_transport_contains_no_id() {
    let (address, _) = serve(Some("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")).await;
    let transport = ReqwestTransport::new().unwrap();
    transport.send(request(&format!("{address}/jane@contoso.com?$skiptoken=secret"))).await.unwrap();
    let text = format!("{transport:?}");
    assert!(!text.contains("jane") && !text.contains("secret"), "{text}");
}
