//! The client, without the methods that create requests. Those methods are in the files of the request types.

use std::fmt;

use super::builder::ClientBuilder;
use super::pipeline::Pipeline;
use crate::auth::credential::Credential;
use crate::auth::host::Host;
use crate::transport::Transport;

/// Sends requests to one Microsoft Graph host with the tokens of one credential.
///
/// - A clone is cheap and shares the transport and the credential.
/// - Every request has a new `client-request-id`.
/// - The token is sent to the configured host only: the client does not follow redirects or links to other hosts. Downloads (feature
///   `media`) follow redirects, without the token.
/// - When the service refuses a token (401), the client asks the credential once for another token, with the claims that the service
///   demands.
///
/// Requests need a tokio runtime with timers enabled.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_core::transport::ReqwestTransport;
/// use graph_core::{Client, Host, StaticToken};
///
/// let credential = StaticToken::new(std::env::var("GRAPH_TOKEN")?);
/// let graph = Client::builder(ReqwestTransport::new()?, credential).host(Host::us_gov()).user_agent("inventory/2.1").build();
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(super) pipeline: Pipeline,
}

impl Client {
    /// Creates a client for the global service, `https://graph.microsoft.com`, with the default settings.
    pub fn new(transport: impl Transport, credential: impl Credential) -> Self {
        Self::builder(transport, credential).build()
    }

    /// Starts a builder with the default settings.
    pub fn builder(transport: impl Transport, credential: impl Credential) -> ClientBuilder {
        ClientBuilder::new(transport, credential)
    }

    pub(super) fn from_pipeline(pipeline: Pipeline) -> Self {
        Self { pipeline }
    }

    /// Returns the host that receives the client's requests.
    pub fn host(&self) -> &Host {
        self.pipeline.host()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("pipeline", &self.pipeline).finish()
    }
}
