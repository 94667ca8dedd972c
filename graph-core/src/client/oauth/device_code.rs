//! The device authorization grant, [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use oauth2::basic::BasicTokenResponse;
use oauth2::{HttpRequest, RefreshToken, Scope, StandardDeviceAuthorizationResponse, TokenResponse};
use tokio::sync::Mutex;

use super::{EntraApp, access_token, describe, send};
use crate::client::{AccessToken, Cached, Credential, CredentialError, Host, Secret, TokenFuture, TokenRequest};
use crate::transport::Transport;

/// Signs a user in on another device: this program shows a code, the user types it into a web page. For command lines, with delegated
/// permissions.
///
/// It keeps its token and gets later ones without the user, as long as the login service allows that.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_core::transport::ReqwestTransport;
/// use graph_core::{Client, DeviceCodeCredential, EntraApp, Host};
///
/// let transport = ReqwestTransport::new()?;
/// let app = EntraApp::new("organizations", std::env::var("CLIENT_ID")?);
/// let credential = DeviceCodeCredential::new(transport.clone(), app, |prompt| eprintln!("{prompt}"));
/// credential.sign_in(&Host::global()).await?;
/// let graph = Client::new(transport, credential);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct DeviceCodeCredential(Cached<Flow>);

/// What to show to the user; its `Display` form says it all in one line of English.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DeviceCodePrompt {
    /// The page to open, on any device.
    pub verification_uri: String,
    /// The code to type there.
    pub user_code: String,
    /// How long that is possible.
    pub expires_in: Duration,
}

type Prompt = Box<dyn Fn(DeviceCodePrompt) + Send + Sync>;

struct Flow {
    transport: Arc<dyn Transport>,
    app: EntraApp,
    prompt: Prompt,
    refresh_token: Mutex<Option<Secret>>,
}

impl DeviceCodeCredential {
    /// The app, and how to show the user the code; the transport is the way to the login service.
    pub fn new(transport: impl Transport, app: EntraApp, prompt: impl Fn(DeviceCodePrompt) + Send + Sync + 'static) -> Self {
        let (transport, prompt) = (Arc::new(transport), Box::new(prompt));
        Self(Cached::new(Flow { transport, app, prompt, refresh_token: Mutex::new(None) }))
    }

    /// Signs the user in now, for this host. Without it the first request does, within its time limit, which is short for a person.
    ///
    /// # Errors
    /// When the user declines, the code ends, or the login service refuses the app.
    pub async fn sign_in(&self, host: &Host) -> Result<(), CredentialError> {
        self.0.token(TokenRequest::new(&host.default_scope())).await.map(drop)
    }
}

impl Credential for DeviceCodeCredential {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        self.0.token(request)
    }
}

impl Flow {
    async fn sign_in(&self, request: TokenRequest<'_>) -> Result<AccessToken, CredentialError> {
        let mut refresh_token = self.refresh_token.lock().await;
        let refreshed = match &*refresh_token {
            Some(token) => self.refresh(token, request).await?,
            None => None,
        };
        let response = match refreshed {
            Some(response) => response,
            None => {
                *refresh_token = None;
                self.ask_user(request).await?
            }
        };
        if let Some(token) = response.refresh_token() {
            *refresh_token = Some(token.secret().as_str().into());
        }
        access_token(&response)
    }

    /// `None` when the login service wants to see the user again.
    async fn refresh(&self, token: &Secret, request: TokenRequest<'_>) -> Result<Option<BasicTokenResponse>, CredentialError> {
        let client = self.app.client()?;
        let token = RefreshToken::new(token.reveal().to_owned());
        let mut exchange = client.exchange_refresh_token(&token).add_scopes(scopes(request.scope));
        if let Some(claims) = request.claims {
            exchange = exchange.add_extra_param("claims", claims.to_owned());
        }
        let http = |request: HttpRequest| send(self.transport.clone(), request);
        match exchange.request_async(&http).await {
            Ok(response) => Ok(Some(response)),
            Err(oauth2::RequestTokenError::ServerResponse(_)) => Ok(None),
            Err(error) => Err(describe(error)),
        }
    }

    async fn ask_user(&self, request: TokenRequest<'_>) -> Result<BasicTokenResponse, CredentialError> {
        let client = self.app.client()?;
        let http = |request: HttpRequest| send(self.transport.clone(), request);
        let mut exchange = client.exchange_device_code().add_scopes(scopes(request.scope));
        if let Some(claims) = request.claims {
            exchange = exchange.add_extra_param("claims", claims.to_owned());
        }
        let details: StandardDeviceAuthorizationResponse = exchange.request_async(&http).await.map_err(describe)?;
        (self.prompt)(DeviceCodePrompt {
            verification_uri: details.verification_uri().to_string(),
            user_code: details.user_code().secret().clone(),
            expires_in: details.expires_in(),
        });
        let exchange = client.exchange_device_access_token(&details);
        exchange.request_async(&http, tokio::time::sleep, None).await.map_err(describe)
    }
}

/// The scope, and the leave to ask again without the user.
fn scopes(scope: &str) -> [Scope; 2] {
    [Scope::new(scope.to_owned()), Scope::new("offline_access".to_owned())]
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

impl fmt::Display for DeviceCodePrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let minutes = self.expires_in.as_secs() / 60;
        write!(f, "To sign in, open {} and enter the code {} within {minutes} minutes.", self.verification_uri, self.user_code)
    }
}

impl fmt::Debug for DeviceCodePrompt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("DeviceCodePrompt");
        debug.field("verification_uri", &self.verification_uri).field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}
