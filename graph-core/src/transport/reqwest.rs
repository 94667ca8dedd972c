//! The default transport, built on reqwest with rustls.

#[cfg(test)]
mod tests;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use ::reqwest::{Client, ClientBuilder, Url, redirect};
use bytes::{Bytes, BytesMut};
use http::Uri;
use http::uri::{Authority, Scheme};

use super::error::{TransportError, TransportErrorKind};
use super::extensions::NewConnection;
use super::send::{ResponseFuture, Transport};
#[cfg(feature = "media")]
use super::streaming::{BodyStream, Streaming};

/// The largest flow-control window of an HTTP/2 connection, [RFC 9113 §6.9.1](https://www.rfc-editor.org/rfc/rfc9113#section-6.9.1).
///
/// All responses of a connection share this window. With a smaller window, a few large responses that nobody reads would stop all other
/// responses. The memory for each response is limited by a window of its own.
const LARGEST_WINDOW: u32 = (1 << 31) - 1;

/// A transport built on reqwest: HTTP/1.1 and HTTP/2, TLS by rustls with the system's root certificates.
///
/// Its defaults keep the token on its host and limit memory:
/// - It does not follow redirects, but returns a 3xx response like any other response.
/// - It ignores proxies in the environment, unless
///   [`proxy_from_environment`](ReqwestTransportBuilder::proxy_from_environment) enables them.
/// - It does not keep cookies, and does not ask for compression.
/// - It does not read a response beyond [`max_response_size`](ReqwestTransportBuilder::max_response_size).
///
/// Clones share one connection pool. Apart from the connect timeout, the transport sets no time limit; the client does.
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

/// A cache of the scheme and the host in the first request's URL. Most requests of a client go to the same host, and parsing the whole URL
/// of each would take as long as reading its response.
#[derive(Debug, Default)]
struct Origin(OnceLock<(Option<Scheme>, Option<Authority>, Url)>);

impl Origin {
    fn url(&self, uri: &Uri) -> Result<Url, TransportError> {
        let parsed =
            || Url::parse(&uri.to_string()).map_err(|error| TransportError::new(TransportErrorKind::Request, Some(error.into())));
        let Some((scheme, authority, root)) = self.0.get() else {
            let url = parsed()?;
            // The path is left out, because it contains ids. If another thread was faster, its origin is kept.
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

/// A reqwest client for each way of connecting: with or without a proxy, over a pooled or a new connection. Each is created when it is
/// first needed.
#[derive(Debug, Default)]
struct Clients {
    direct: OnceLock<Client>,
    direct_unpooled: OnceLock<Client>,
    proxied: OnceLock<Client>,
    proxied_unpooled: OnceLock<Client>,
}

/// Builds a [`ReqwestTransport`] with other settings than the default ones.
#[derive(Clone, Debug)]
#[must_use = "call `build` to create the transport"]
pub struct ReqwestTransportBuilder {
    connect_timeout: Duration,
    max_response_size: usize,
    proxy: bool,
}

impl ReqwestTransport {
    /// Creates a transport with the default settings.
    ///
    /// # Errors
    /// Fails if TLS cannot be set up, for example because the system has no root certificates.
    pub fn new() -> Result<Self, TransportError> {
        Self::builder().build()
    }

    /// Starts a builder with the default settings.
    pub fn builder() -> ReqwestTransportBuilder {
        ReqwestTransportBuilder { connect_timeout: Duration::from_secs(30), max_response_size: 16 << 20, proxy: false }
    }

    /// Returns the reqwest client for one way of connecting: through the proxy or directly, over a pooled or a new connection.
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
        #[cfg(feature = "media")]
        let streams = request.extensions().get::<Streaming>().is_some();
        let request = self.request(request)?;
        let mut response = client.execute(request).await.map_err(into_transport_error)?;
        #[cfg(feature = "media")]
        if streams && response.status().is_success() {
            return Ok(streamed(response));
        }
        let body = self.read_body(&mut response).await?;
        Ok(with_head_of(&mut response, body))
    }

    fn request(&self, request: http::Request<Bytes>) -> Result<::reqwest::Request, TransportError> {
        let (parts, body) = request.into_parts();
        let mut request = ::reqwest::Request::new(parts.method, self.origin.url(&parts.uri)?);
        *request.headers_mut() = parts.headers;
        *request.version_mut() = parts.version;
        *request.body_mut() = Some(body.into());
        Ok(request)
    }

    /// Reads the response body chunk by chunk, so that even a response without `Content-Length` cannot exceed the size limit.
    async fn read_body(&self, response: &mut ::reqwest::Response) -> Result<Bytes, TransportError> {
        let limit = self.settings.max_response_size;
        let too_large = || TransportError::new(TransportErrorKind::TooLarge, None);
        if response.content_length().is_some_and(|length| length > limit as u64) {
            return Err(too_large());
        }
        let Some(first) = response.chunk().await.map_err(into_transport_error)? else { return Ok(Bytes::new()) };
        if first.len() > limit {
            return Err(too_large());
        }
        let Some(mut next) = response.chunk().await.map_err(into_transport_error)? else { return Ok(first) };
        let mut body = BytesMut::from(first);
        loop {
            if body.len() + next.len() > limit {
                return Err(too_large());
            }
            body.extend_from_slice(&next);
            match response.chunk().await.map_err(into_transport_error)? {
                Some(chunk) => next = chunk,
                None => return Ok(body.freeze()),
            }
        }
    }
}

/// Returns this body with the status, the version and the headers of the response.
fn with_head_of(response: &mut ::reqwest::Response, body: Bytes) -> http::Response<Bytes> {
    let mut complete = http::Response::new(body);
    *complete.status_mut() = response.status();
    *complete.version_mut() = response.version();
    *complete.headers_mut() = std::mem::take(response.headers_mut());
    complete
}

/// Returns the response with its body as a stream. The size limit is for bodies that are kept in memory, so it does not apply.
#[cfg(feature = "media")]
fn streamed(mut response: ::reqwest::Response) -> http::Response<Bytes> {
    let mut head = with_head_of(&mut response, Bytes::new());
    let chunks = futures_util::stream::unfold(Some(response), |response| async {
        let mut response = response?;
        match response.chunk().await {
            Ok(chunk) => Some((Ok(chunk?), Some(response))),
            Err(error) => Some((Err(into_transport_error(error)), None)),
        }
    });
    head.extensions_mut().insert(BodyStream::new(chunks));
    head
}

impl Transport for ReqwestTransport {
    fn send(&self, request: http::Request<Bytes>) -> ResponseFuture<'_> {
        Box::pin(self.exchange(request))
    }
}

impl ReqwestTransportBuilder {
    /// Sets the time limit for connecting, including the TLS handshake. The default is 30 s.
    pub fn connect_timeout(self, connect_timeout: Duration) -> Self {
        Self { connect_timeout, ..self }
    }

    /// Sets the maximum size of a response body, in bytes. The default is 16 MiB. Reading a larger body stops early and fails with
    /// [`TooLarge`](TransportErrorKind::TooLarge). A download (feature `media`) has no such limit, because its body is a stream.
    pub fn max_response_size(self, bytes: usize) -> Self {
        Self { max_response_size: bytes, ..self }
    }

    /// Uses the proxy from the environment variables `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`.
    ///
    /// The proxy sees host names and traffic volume but no tokens, because the traffic is encrypted end to end. Requests over plain
    /// `http` do not use the proxy, because the client uses `http` for loopback hosts only.
    pub fn proxy_from_environment(self) -> Self {
        Self { proxy: true, ..self }
    }

    /// Creates the transport without connecting.
    ///
    /// # Errors
    /// Fails if TLS cannot be set up, for example because the system has no root certificates.
    pub fn build(self) -> Result<ReqwestTransport, TransportError> {
        let proxied = self.proxy;
        let transport = ReqwestTransport { settings: self, clients: Arc::default(), origin: Arc::default() };
        transport.client(proxied, false)?;
        Ok(transport)
    }

    fn client(&self, proxied: bool, unpooled: bool) -> Result<Client, TransportError> {
        self.client_builder(proxied, unpooled).build().map_err(into_transport_error)
    }

    fn client_builder(&self, proxied: bool, unpooled: bool) -> ClientBuilder {
        let mut builder = Client::builder()
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(::reqwest::retry::never())
            .http2_initial_connection_window_size(LARGEST_WINDOW)
            .connect_timeout(self.connect_timeout);
        if !proxied {
            builder = builder.no_proxy();
        }
        if unpooled {
            builder = builder.pool_max_idle_per_host(0);
        }
        builder
    }
}

/// Converts an error of reqwest, and removes the URL from it because a URL contains ids and page tokens.
fn into_transport_error(error: ::reqwest::Error) -> TransportError {
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
