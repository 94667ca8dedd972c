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

use super::delivery::Broken;
use super::facade::Emulator;
use super::headers::MAX_BODY;
use crate::client::Host;

/// An [`Emulator`] that listens on a port of this machine until this handle is dropped.
#[derive(Debug)]
pub struct Server {
    emulator: Emulator,
    address: SocketAddr,
    accepting: AbortHandle,
}

impl Emulator {
    /// Listens on a port of this machine until the returned handle is dropped. Port 0 stands for any free port.
    ///
    /// The service's clock then follows the wall clock, unless [`starting_at`](Self::starting_at) has set it.
    ///
    /// ```no_run
    /// # use graph_core::emulator::Emulator;
    /// # async fn example() -> std::io::Result<()> {
    /// let server = Emulator::new().serve(0).await?;
    /// println!("listening on {}", server.url());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the port is taken or the system has no free one.
    ///
    /// # Panics
    /// Outside of a tokio runtime with I/O.
    pub async fn serve(&self, port: u16) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        self.lock().clock.follow_wall_clock();
        let accepting = tokio::spawn(accept(listener, self.clone())).abort_handle();
        Ok(Server { emulator: self.clone(), address, accepting })
    }
}

impl Server {
    /// Returns the address it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the base URL: `http://127.0.0.1:` and the port.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the base URL as the host of a client.
    ///
    /// ```
    /// # use graph_core::emulator::Emulator;
    /// # use graph_core::transport::ReqwestTransport;
    /// # use graph_core::{Client, StaticToken};
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let server = Emulator::new().serve(0).await?;
    /// let graph = Client::builder(ReqwestTransport::new()?, StaticToken::new("any")).host(server.host()).build();
    /// # Ok(())
    /// # }
    /// ```
    pub fn host(&self) -> Host {
        Host::loopback(self.address.port())
    }

    /// Returns the emulator behind the port.
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Accepts connections. They end with this task.
async fn accept(listener: TcpListener, emulator: Emulator) {
    let mut connections = JoinSet::new();
    loop {
        // Accepting fails when file handles run out, or when the client has gone already.
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
        // A request that breaks off needs no response.
        let body = collect(body).await.map_err(|_| Broken)?;
        emulator.answer(Request::from_parts(parts, body)).over_socket().await
    };
    // The client ends the connection, so it knows about every error.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer)).await;
}

/// Reads the whole body, and keeps no more of it than proves it too large. It is read to the end because a client that is still
/// writing does not see a response.
async fn collect(mut body: Incoming) -> Result<Bytes, hyper::Error> {
    let mut collected = BytesMut::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        if let Ok(data) = frame?.into_data()
            && collected.len() <= MAX_BODY
        {
            collected.extend_from_slice(&data);
        }
    }
    Ok(collected.freeze())
}
