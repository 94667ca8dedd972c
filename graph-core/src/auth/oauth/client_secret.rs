//! Sign-in of an app with the client credentials grant, [RFC 6749 §4.4](https://www.rfc-editor.org/rfc/rfc6749#section-4.4).

use std::fmt;
use std::sync::Arc;

use super::app::EntraApp;
use super::exchange::send;
use crate::auth::cache::Cached;
use crate::auth::credential::{AccessToken, Credential, TokenFuture, TokenRequest};
use crate::auth::secret::Secret;
use crate::error::credential::CredentialError;
use crate::transport::send::Transport;

/// Signs in as an app with its client secret. Use it for services and jobs with application permissions.
///
/// The credential caches its token until shortly before the token expires. It wipes the secret from memory when it is dropped, but not the
/// copy in the body of each request to the login service.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_core::transport::ReqwestTransport;
/// use graph_core::Client;
/// use graph_core::auth::{ClientSecretCredential, EntraApp};
///
/// let transport = ReqwestTransport::new()?;
/// let app = EntraApp::new(std::env::var("TENANT")?, std::env::var("CLIENT_ID")?);
/// let credential = ClientSecretCredential::new(transport.clone(), app, std::env::var("CLIENT_SECRET")?);
/// let graph = Client::new(transport, credential);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct ClientSecretCredential(Cached<Flow>);

struct Flow {
    transport: Arc<dyn Transport>,
    app: EntraApp,
    secret: Secret,
}

impl ClientSecretCredential {
    /// Creates a credential for the app from its client secret. The transport sends the requests to the login service.
    pub fn new(transport: impl Transport, app: EntraApp, secret: impl Into<Secret>) -> Self {
        Self(Cached::new(Flow { transport: Arc::new(transport), app, secret: secret.into() }))
    }
}

impl Credential for ClientSecretCredential {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        self.0.token(request)
    }
}

impl Flow {
    async fn sign_in(&self, request: TokenRequest<'_>) -> Result<AccessToken, CredentialError> {
        let secret = self.secret.reveal();
        let fields = [("grant_type", "client_credentials"), ("client_secret", secret), ("scope", request.scope)];
        let form = self.app.form("token", &fields, request.claims)?;
        let response = send(&*self.transport, form).await.map_err(|failure| failure.into_error(secret))?;
        Ok(response.into_token()?.access_token)
    }
}

impl Credential for Flow {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(self.sign_in(request))
    }
}

impl fmt::Debug for Flow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Flow").field("app", &self.app).finish_non_exhaustive()
    }
}
