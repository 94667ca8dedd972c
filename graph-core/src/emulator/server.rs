//! The emulator on a loopback port.

use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http::{Request, Uri};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

use super::Emulator;
use super::service::LARGEST_BODY;
use crate::client::Host;

/// An [`Emulator`] that listens on a port of this machine until the handle is dropped.
#[derive(Debug)]
pub struct Server {
    emulator: Emulator,
    address: SocketAddr,
    accepting: AbortHandle,
}

impl Server {
    pub(super) async fn start(emulator: Emulator) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(accept(listener, emulator.clone())).abort_handle();
        Ok(Self { emulator, address, accepting })
    }

    /// The address it listens at.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What URLs begin with: `http://127.0.0.1:` and the port.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The same for a client.
    pub fn host(&self) -> Host {
        Host::loopback(self.address.port())
    }

    /// The emulator behind the port.
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// The connections end with the task that accepts them.
async fn accept(listener: TcpListener, emulator: Emulator) {
    let mut connections = JoinSet::new();
    loop {
        // Accepting fails for want of a file handle, or because the client is gone already.
        if let Ok((stream, _)) = listener.accept().await {
            connections.spawn(serve(stream, emulator.clone()));
        } else {
            tokio::task::yield_now().await;
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn serve(stream: TcpStream, emulator: Emulator) {
    let answer = |request: Request<Incoming>| async {
        let (mut parts, body) = request.into_parts();
        let host = parts.headers.get(http::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        parts.uri = Uri::builder().scheme("http").authority(host).path_and_query(path).build().unwrap_or(parts.uri);
        let body = collect(body).await?;
        Ok::<_, hyper::Error>(emulator.answer(Request::from_parts(parts, body)).map(|body| Whole(Some(body))))
    };
    // What ends a connection is the client's doing, and the client sees it.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer)).await;
}

/// The whole body, or as much of it as tells that it is too large.
async fn collect(mut body: Incoming) -> Result<Bytes, hyper::Error> {
    let mut collected = BytesMut::new();
    while collected.len() <= LARGEST_BODY
        && let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await
    {
        if let Ok(data) = frame?.into_data() {
            collected.extend_from_slice(&data);
        }
    }
    Ok(collected.freeze())
}

/// A body that is there already.
struct Whole(Option<Bytes>);

impl Body for Whole {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Poll::Ready(self.0.take().filter(|body| !body.is_empty()).map(|body| Ok(Frame::data(body))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |body| body.len() as u64))
    }
}
