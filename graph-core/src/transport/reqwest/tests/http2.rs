//! Tests several large responses that share one HTTP/2 connection while nobody reads some of them (case C2).

use std::convert::Infallible;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpListener;

use crate::transport::reqwest::ReqwestTransport;
use crate::transport::send::{ResponseFuture, Transport};

/// Starts a server that responds to every request with 4 MB, over HTTP/2 without TLS. Returns the server's URL.
async fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/x", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let respond = service_fn(async |_| Ok::<_, Infallible>(http::Response::new("x".repeat(4_000_000))));
            tokio::spawn(http2::Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(stream), respond));
        }
    });
    address
}

/// Returns a transport that speaks HTTP/2 without TLS, and otherwise has the default settings.
fn transport() -> ReqwestTransport {
    let builder = ReqwestTransport::builder();
    let client = builder.client_builder(false, false).http2_prior_knowledge().build().unwrap();
    let transport = ReqwestTransport { settings: builder, clients: Default::default(), origin: Default::default() };
    transport.clients.direct.set(client).unwrap();
    transport
}

async fn poll_once(future: &mut Pin<Box<impl Future + ?Sized>>) {
    std::future::poll_fn(|context| {
        let _ = future.as_mut().poll(context);
        Poll::Ready(())
    })
    .await;
}

#[tokio::test]
async fn large_responses_that_nobody_reads_do_not_stop_another_response() {
    let (transport, address) = (transport(), serve().await);
    let send = || transport.send(http::Request::get(&address).body(Bytes::new()).unwrap());
    let limit = Duration::from_secs(20);
    assert_eq!(tokio::time::timeout(limit, send()).await.unwrap().unwrap().body().len(), 4_000_000);

    let mut unread: Vec<ResponseFuture<'_>> = (0..8).map(|_| send()).collect();
    unread_for(&mut unread, Duration::from_millis(300)).await;
    let response = tokio::time::timeout(limit, send()).await.expect("a response beside those that nobody reads");
    assert_eq!(response.unwrap().body().len(), 4_000_000);
    for response in unread {
        assert_eq!(response.await.unwrap().body().len(), 4_000_000);
    }
}

/// Sends the requests, and leaves their responses unread for `time`, while the connection receives them.
async fn unread_for(requests: &mut [ResponseFuture<'_>], time: Duration) {
    for request in requests {
        poll_once(request).await;
    }
    tokio::time::sleep(time).await;
}
