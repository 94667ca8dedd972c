//! The transport that users get without asking: reqwest, with rustls.

#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ::reqwest::{Client, Url, redirect};
use bytes::{Bytes, BytesMut};
use http::Uri;
use http::uri::{Authority, Scheme};

use super::{NewConnection, ResponseFuture, Transport, TransportError, TransportErrorKind};

/// Sends requests through reqwest: HTTP/1.1 and HTTP/2, TLS by rustls with the system's root certificates.
///
/// What it does not do, so that a token stays where it belongs and memory stays bounded:
/// - It follows no redirect; a 3xx is a response like any other.
/// - It uses no proxy, whatever the environment says, unless [`proxy_from_environment`](ReqwestTransportBuilder::proxy_from_environment)
///   asks for it.
/// - It keeps no cookies, and asks for no compression.
/// - It reads no response beyond [`max_response_size`](ReqwestTransportBuilder::max_response_size).
///
/// Clones share one pool of connections. There is no time limit on a request but the client's.
///
/// ```
/// use graph_core::transport::ReqwestTransport;
///
/// let transport = ReqwestTransport::builder().max_response_size(1 << 20).build()?;
/// # Ok::<(), graph_core::transport::TransportError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    settings: ReqwestTransportBuilder,
    clients: Arc<Clients>,
    origin: Arc<Origin>,
}

/// The scheme and host of the first request, which are those of all others too where a client uses the transport. To read a URL from
/// text costs as much as to read a response; from request to request only its path changes.
#[derive(Debug, Default)]
struct Origin(OnceLock<(Option<Scheme>, Option<Authority>, Url)>);

impl Origin {
    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        let parsed =
            || Url::parse(&uri.to_string()).map_err(|error| TransportError::new(TransportErrorKind::Request, Some(error.into())));
        let Some((scheme, authority, root)) = self.0.get() else {
            let url = parsed()?;
            // Without the path: it holds ids, and another request may be the first by now.
            let origin = (uri.scheme().cloned(), uri.authority().cloned(), at(url.clone(), "/", None));
            let _ = self.0.set(origin);
            return Ok(url);
        };
        if scheme.as_ref() != uri.scheme() || authority.as_ref().map(Authority::as_str) != uri.authority().map(Authority::as_str)
        {
            return parsed();
        }
        Ok(at(root.clone(), uri.path(), uri.query()))
    }
}

fn at(mut url: Url, path: &str, query: Option<&str>) -> Url {
    url.set_path(path);
    url.set_query(query);
    url
}

/// One reqwest client per way of connecting, made when the first request goes that way.
#[derive(Debug, Default)]
struct Clients {
    direct: OnceLock<Client>,
    direct_unpooled: OnceLock<Client>,
    proxied: OnceLock<Client>,
    proxied_unpooled: OnceLock<Client>,
}

/// The settings of a [`ReqwestTransport`].
#[derive(Clone, Copy, Debug)]
#[must_use = "a builder makes a transport when `build` is called"]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    max_response_size: usize,
    proxy: bool,
}

impl ReqwestTransport {
    /// A transport with the default settings.
    ///
    /// # Errors
    /// When TLS cannot be set up, as without any root certificate on the system.
    pub fn new() -> Result<Self, TransportError> {
        Self::builder().build()
    }

    /// The default settings, to change.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder { connect_timeout: Duration::from_secs(30), max_response_size: 16 << 20, proxy: false }
    }

    /// The client of one way of connecting: through the proxy or not, over a kept connection or a new one.
    fn client(&self, proxied: bool, unpooled: bool) -> Result<&Client, TransportError> {
        let client = match (proxied, unpooled) {
            (false, false) => &self.clients.direct,
            (false, true) => &self.clients.direct_unpooled,
            (true, false) => &self.clients.proxied,
            (true, true) => &self.clients.proxied_unpooled,
        };
        if let Some(client) = client.get() {
            return Ok(client);
        }
        let made = self.settings.client(proxied, unpooled)?;
        Ok(client.get_or_init(|| made))
    }

    fn client_for(&self, request: &http::Request<Bytes>) -> Result<&Client, TransportError> {
        let encrypted = request.uri().scheme() == Some(&Scheme::HTTPS);
        let unpooled = request.extensions().get::<NewConnection>().is_some();
        self.client(self.settings.proxy && encrypted, unpooled)
    }

    async fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<Bytes>, TransportError> {
        let client = self.client_for(&request)?;
        let request = self.request(request)?;
        let mut response = client.execute(request).await.map_err(describe)?;
        let body = self.read_body(&mut response).await?;
        let mut complete = http::Response::new(body);
        *complete.status_mut() = response.status();
        *complete.version_mut() = response.version();
        *complete.headers_mut() = std::mem::take(response.headers_mut());
        Ok(complete)
    }

    fn request(&self, request: http::Request<Bytes>) -> Result<::reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let mut request = ::reqwest::Request::new(parts.method, self.origin.url(&parts.uri)?);
        *request.headers_mut() = parts.headers;
        *request.version_mut() = parts.version;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    /// Chunk by chunk, so that a response without a length cannot fill the memory either.
    async fn read_body(&self, response: &mut ::reqwest::Response) -> Result<Bytes, TransportError> {
        let limit = self.settings.max_response_size;
        let too_large = || TransportError::new(TransportErrorKind::TooLarge, None);
        if response.content_length().is_some_and(|length| length > limit as u64) {
            return Err(too_large());
        }
        let Some(first) = response.chunk().await.map_err(describe)? else { return Ok(Bytes::new()) };
        if first.len() > limit {
            return Err(too_large());
        }
        let Some(mut next) = response.chunk().await.map_err(describe)? else { return Ok(first) };
        let mut body = BytesMut::from(first);
        loop {
            if body.len() + next.len() > limit {
                return Err(too_large());
            }
            body.extend_from_slice(&next);
            match response.chunk().await.map_err(describe)? {
                Some(chunk) => next = chunk,
                None => return Ok(body.freeze()),
            }
        }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

impl ReqwestTransportBuilder {
    /// How long a connection, TLS included, may take to be made; 30 s unless set.
    pub fn connect_timeout(self, connect_timeout: Duration) -> Self {
        Self { connect_timeout, ..self }
    }

    /// How many bytes the body of a response may have; 16 MiB unless set. A larger one is an error and is not read to its end.
    pub fn max_response_size(self, bytes: usize) -> Self {
        Self { max_response_size: bytes, ..self }
    }

    /// Uses the proxy that `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` name.
    ///
    /// It sees host names and amounts of traffic, not tokens: what goes through it is encrypted end to end. Plain `http` goes past
    /// it, since only a loopback host is spoken to that way.
    pub fn proxy_from_environment(self) -> Self {
        Self { proxy: true, ..self }
    }

    /// Makes the transport; nothing is connected yet.
    ///
    /// # Errors
    /// When TLS cannot be set up, as without any root certificate on the system.
    pub fn build(self) -> Result<ReqwestTransport, TransportError> {
        let transport = ReqwestTransport { settings: self, clients: Arc::default(), origin: Arc::default() };
        transport.client(self.proxy, false)?;
        Ok(transport)
    }

    fn client(self, proxied: bool, unpooled: bool) -> Result<Client, TransportError> {
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(::reqwest::retry::never())
            .connect_timeout(self.connect_timeout);
        if !proxied {
            builder = builder.no_proxy();
        }
        if unpooled {
            builder = builder.pool_max_idle_per_host(0);
        }
        builder.build().map_err(describe)
    }
}

/// The error without its URL, which holds ids and page tokens.
fn describe(error: ::reqwest::Error) -> TransportError {
    let kind = if error.is_connect() {
        TransportErrorKind::Connect
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else if error.is_builder() {
        TransportErrorKind::Request
    } else {
        TransportErrorKind::Interrupted
    };
    TransportError::new(kind, Box::new(error.without_url()) as Box<dyn std::error::Error + Send + Sync>)
}
