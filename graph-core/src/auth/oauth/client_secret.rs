//! Sign-in of an app with the client credentials grant, [RFC 6749 §4.4](https://www.rfc-editor.org/rfc/rfc6749#section-4.4).

use std::fmt;
use std::sync::Arc;

use oauth2::{ClientSecret, HttpRequest, Scope};

use super::app::EntraApp;
use super::exchange::{access_token, into_credential_error, send};
use crate::auth::cache::Cached;
use crate::auth::credential::{AccessToken, Credential, TokenFuture, TokenRequest};
use crate::auth::secret::Secret;
use crate::error::credential::CredentialError;
use crate::transport::send::Transport;

/// Signs in as an app with its client secret. Use it for services and jobs with application permissions.
///
/// The credential caches its token until shortly before the token expires. It wipes the secret from memory when it is dropped, but not the
/// copies that the `oauth2` crate makes for each request.
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
        let client = self.app.client()?.set_client_secret(ClientSecret::new(self.secret.reveal().to_owned()));
        let mut exchange = client.exchange_client_credentials().add_scope(Scope::new(request.scope.to_owned()));
        if let Some(claims) = request.claims {
            exchange = exchange.add_extra_param("claims", claims.to_owned());
        }
        let http = |request: HttpRequest| send(self.transport.clone(), request);
        let response = exchange.request_async(&http).await;
        access_token(&response.map_err(|error| into_credential_error(error, self.secret.reveal()))?)
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
