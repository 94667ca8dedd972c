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
use super::headers::MAX_CONTENT;
use crate::client::Host;

/// An [`Emulator`] that listens on a port of this machine until this handle is dropped.
#[derive(Debug)]
pub struct Server {
    emulator: Emulator,
    address: SocketAddr,
    accepting: AbortHandle,
}

impl Emulator {
    /// Listens on a port of this machine until the returned handle is dropped. Port 0 means any free port.
    ///
    /// If [`starting_at`](Self::starting_at) was not used, sets the emulator's clock to the system time.
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
    /// Fails if the port is taken, or if the system has no free port.
    ///
    /// # Panics
    /// Panics outside of a tokio runtime with I/O.
    pub async fn serve(&self, port: u16) -> io::Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?;
        self.lock().clock.follow_wall_clock();
        let accepting = tokio::spawn(accept(listener, self.clone())).abort_handle();
        Ok(Server { emulator: self.clone(), address, accepting })
    }
}

impl Server {
    /// Returns the address that the server listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the server's base URL: `http://127.0.0.1:` and the port.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns the server as the host of a client.
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

    /// Returns the emulator that answers the requests.
    pub fn emulator(&self) -> &Emulator {
        &self.emulator
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Accepts connections on the loopback port. All connections end when this task ends.
async fn accept(listener: TcpListener, emulator: Emulator) {
    let mut connections = JoinSet::new();
    loop {
        // Accepting fails if the process has no file handle left, or if the client is already gone.
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
        // An incomplete request needs no response.
        let body = collect(body).await.map_err(|_| Broken)?;
        emulator.answer(Request::from_parts(parts, body)).over_socket().await
    };
    // The client sees the connection end, so the server can ignore the error.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer)).await;
}

/// Reads a request body to its end, because a client does not read the response before it has sent the whole body. Stops keeping bytes when
/// the body is too large.
async fn collect(mut body: Incoming) -> Result<Bytes, hyper::Error> {
    let mut collected = BytesMut::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        if let Ok(data) = frame?.into_data()
            && collected.len() <= MAX_CONTENT
        {
            collected.extend_from_slice(&data);
        }
    }
    Ok(collected.freeze())
}
