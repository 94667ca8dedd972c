//! The emulator on a loopback port.

use std::future::poll_fn;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use http::{Request, Uri};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

use super::Emulator;
use super::delivery::Broken;
use super::entity::LARGEST_BODY;
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

    /// The same, to configure a client with.
    ///
    /// ```
    /// # use graph_core::emulator::Emulator;
    /// # use graph_core::transport::ReqwestTransport;
    /// # use graph_core::{Client, StaticToken};
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let server = Emulator::new().serve().await?;
    /// let graph = Client::builder(ReqwestTransport::new()?, StaticToken::new("any")).host(server.host()).build();
    /// # Ok(())
    /// # }
    /// ```
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
        // A request that breaks off has nobody to answer to.
        let body = collect(body).await.map_err(|_| Broken)?;
        emulator.answer(Request::from_parts(parts, body)).over_socket().await
    };
    // What ends a connection is the client's doing, and the client sees it.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer)).await;
}

/// The whole body; of one that is too large as much as tells so, and the rest is read all the same: a client that is still writing
/// does not see an answer.
async fn collect(mut body: Incoming) -> Result<Bytes, hyper::Error> {
    let mut collected = BytesMut::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        if let Ok(data) = frame?.into_data()
            && collected.len() <= LARGEST_BODY
        {
            collected.extend_from_slice(&data);
        }
    }
    Ok(collected.freeze())
}
