//! The builder of a client.

use std::fmt;
use std::time::Duration;

use http::HeaderValue;

use super::facade::Client;
use super::pipeline::{Pipeline, PipelineParts};
use crate::auth::credential::Credential;
use crate::auth::host::Host;
use crate::transport::Transport;
use crate::transport::product::PRODUCT;

/// Builds a [`Client`] with other settings than the default ones.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    transport: Box<dyn Transport>,
    credential: Box<dyn Credential>,
    host: Host,
    scope: Option<String>,
    app: String,
    timeout: Duration,
}

impl ClientBuilder {
    pub(super) fn new(transport: impl Transport, credential: impl Credential) -> Self {
        Self {
            transport: Box::new(transport),
            credential: Box::new(credential),
            host: Host::global(),
            scope: None,
            app: String::new(),
            timeout: Duration::from_secs(100),
        }
    }

    /// Sets the host that receives all requests; default: [`Host::global`].
    pub fn host(self, host: Host) -> Self {
        Self { host, ..self }
    }

    /// Adds the app's name and version, such as `inventory/2.1`, to `User-Agent`, after this library's name and version.
    ///
    /// Characters that are not allowed in a header are left out.
    pub fn user_agent(self, app: impl Into<String>) -> Self {
        Self { app: app.into(), ..self }
    }

    /// Sets the time limit of each request, including getting a token, retries and waits; default: 100 s.
    ///
    /// Only the time in which the request is polled counts. A pause in polling counts as a sixteenth of the limit at most: with a limit of
    /// 100 s, a pause of an hour counts as 6.25 s.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Sets the OAuth scope of the tokens that the client requests; default: [`Host::default_scope`].
    ///
    /// Set it for a gateway that has its own host name but accepts tokens for Microsoft Graph:
    ///
    /// ```
    /// # fn example(transport: impl graph_core::transport::Transport, credential: impl graph_core::auth::Credential)
    /// # -> Result<graph_core::Client, graph_core::client::HostError> {
    /// use graph_core::{Client, Host};
    ///
    /// let gateway = "https://graph.gateway.example:8443".parse()?;
    /// let graph = Client::builder(transport, credential).host(gateway).scope(Host::global().default_scope()).build();
    /// # Ok(graph)
    /// # }
    /// ```
    pub fn scope(self, scope: impl Into<String>) -> Self {
        Self { scope: Some(scope.into()), ..self }
    }

    /// Builds the client without sending a request.
    pub fn build(self) -> Client {
        let app = self.app.chars().filter(|c| c.is_ascii_graphic() || *c == ' ');
        let user_agent: String = PRODUCT.chars().chain([' ']).chain(app).collect();
        let user_agent = HeaderValue::try_from(user_agent.trim_end()).unwrap_or(HeaderValue::from_static(PRODUCT));
        let Self { transport, credential, host, scope, timeout, .. } = self;
        let scope = scope.unwrap_or_else(|| host.default_scope());
        Client::from_pipeline(Pipeline::new(PipelineParts { transport, credential, host, scope, user_agent, timeout }))
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ClientBuilder");
        debug
            .field("host", &self.host)
            .field("scope", &self.scope)
            .field("app", &self.app)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
