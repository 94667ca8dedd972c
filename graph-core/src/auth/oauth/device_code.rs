//! Sign-in of a user with the device authorization grant, [RFC 8628](https://www.rfc-editor.org/rfc/rfc8628).

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, timeout_at};

use super::app::EntraApp;
use super::exchange::{Failure, Members, Refusal, TokenResponse, send, unreadable};
use crate::auth::cache::Cached;
use crate::auth::credential::{AccessToken, Credential, TokenFuture, TokenRequest};
use crate::auth::host::Host;
use crate::auth::secret::Secret;
use crate::error::credential::CredentialError;
use crate::error::sanitise::one_line;
use crate::transport::send::Transport;

/// The shortest time between two polls of the login service, [RFC 8628 §3.2](https://www.rfc-editor.org/rfc/rfc8628#section-3.2). The time
/// grows by as much when the service asks to slow down.
const SHORTEST_INTERVAL: Duration = Duration::from_secs(5);

/// The longest time between two polls after a failed poll, unless the service names a longer one.
const LONGEST_INTERVAL: Duration = Duration::from_secs(10);

const EXPIRED: &str = "the code expired before the user entered it: sign in again";

/// Signs in a user: the program shows a code, and the user types the code into a web page, on any device.
///
/// Use it for command-line programs with delegated permissions. The credential caches its token. It renews the token without asking the
/// user again, as long as the login service allows that.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_core::transport::ReqwestTransport;
/// use graph_core::{Client, Host};
/// use graph_core::auth::{DeviceCodeCredential, EntraApp};
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

/// The page and the code to show to the user who signs in. `Display` writes one complete line in English.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct DeviceCodePrompt {
    /// The URL of the page that the user opens, on any device. The text is one line without control characters.
    pub verification_uri: String,
    /// The code that the user types on that page. The text is one line without control characters.
    pub user_code: String,
    /// How long the code is valid, from the moment the prompt is shown.
    pub expires_in: Duration,
}

type Prompt = Box<dyn Fn(DeviceCodePrompt) + Send + Sync>;

struct Flow {
    transport: Arc<dyn Transport>,
    app: EntraApp,
    prompt: Prompt,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    refresh_token: Option<Secret>,
    /// The code that was last shown to the user, if the sign-in was cancelled before the user typed it. The user may still type it.
    shown: Option<ShownCode>,
}

struct ShownCode {
    device_code: Secret,
    interval: Duration,
    expires: Option<Instant>,
    scope: String,
    claims: Option<String>,
}

impl ShownCode {
    fn is_for(&self, request: TokenRequest<'_>) -> bool {
        self.expires.is_none_or(|expiry| Instant::now() < expiry)
            && self.scope == request.scope
            && self.claims.as_deref() == request.claims
    }
}

impl DeviceCodeCredential {
    /// Creates a credential for the app. The function `prompt` shows the prompt to the user. The transport sends the requests to the login
    /// service.
    pub fn new(transport: impl Transport, app: EntraApp, prompt: impl Fn(DeviceCodePrompt) + Send + Sync + 'static) -> Self {
        let (transport, prompt) = (Arc::new(transport), Box::new(prompt));
        Self(Cached::new(Flow { transport, app, prompt, state: Mutex::default() }))
    }

    /// Signs in the user now, to get a token for requests to this host.
    ///
    /// Without this call, the first request signs in the user, and the time limit of that request may be too short for a person.
    ///
    /// # Errors
    /// Fails if the user declines, the code expires, or the login service refuses the app or cannot be reached.
    pub async fn sign_in(&self, host: &Host) -> Result<(), CredentialError> {
        self.0.forget_failures();
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
        let mut state = self.state.lock().await;
        let refreshed = match &state.refresh_token {
            Some(token) => self.refresh(token, request).await?,
            None => None,
        };
        let response = match refreshed {
            Some(response) => response,
            None => {
                state.refresh_token = None;
                self.ask_user(request, &mut state.shown).await?
            }
        };
        if let Some(token) = response.refresh_token {
            state.refresh_token = Some(token);
        }
        Ok(response.access_token)
    }

    /// Requests an access token with the refresh token `token`. Returns `None` if the user has to sign in again.
    async fn refresh(&self, token: &Secret, request: TokenRequest<'_>) -> Result<Option<TokenResponse>, CredentialError> {
        let (token, scope) = (token.reveal(), with_offline_access(request.scope));
        let fields = [("grant_type", "refresh_token"), ("refresh_token", token), ("scope", &scope)];
        match send(&*self.transport, self.app.form("token", &fields, request.claims)?).await {
            Ok(response) => response.into_token().map(Some),
            Err(Failure::Refused(refusal)) if requires_user(&refusal) => Ok(None),
            Err(failure) => Err(failure.into_error(token)),
        }
    }

    async fn ask_user(&self, request: TokenRequest<'_>, shown: &mut Option<ShownCode>) -> Result<TokenResponse, CredentialError> {
        let code = match shown.take().filter(|shown| shown.is_for(request)) {
            Some(code) => code,
            None => self.show(request).await?,
        };
        let code = shown.insert(code);
        let polling = self.poll(code);
        let result = match code.expires {
            Some(expires) => timeout_at(expires, polling).await.unwrap_or_else(|_| Err(CredentialError::new(EXPIRED))),
            None => polling.await,
        };
        *shown = None;
        result?.into_token()
    }

    /// Asks the login service for the token until the user has signed in or declined.
    async fn poll(&self, code: &ShownCode) -> Result<Members, CredentialError> {
        let device_code = code.device_code.reveal();
        let fields = [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", device_code)];
        let mut interval = code.interval.max(SHORTEST_INTERVAL);
        loop {
            // The request for the code had the claims.
            match send(&*self.transport, self.app.form("token", &fields, None)?).await {
                Ok(response) => return Ok(response),
                Err(Failure::Refused(refusal)) if refusal.code == "authorization_pending" => {}
                Err(Failure::Refused(refusal)) if refusal.code == "slow_down" => {
                    interval = interval.saturating_add(SHORTEST_INTERVAL);
                }
                Err(failure) if failure.is_transient() => {
                    interval = interval.max(interval.saturating_mul(2).min(LONGEST_INTERVAL));
                }
                Err(failure) => return Err(failure.into_error(device_code)),
            }
            tokio::time::sleep(interval).await;
        }
    }

    async fn show(&self, request: TokenRequest<'_>) -> Result<ShownCode, CredentialError> {
        let form = self.app.form("devicecode", &[("scope", &with_offline_access(request.scope))], request.claims)?;
        let mut response = send(&*self.transport, form).await.map_err(|failure| failure.into_error(""))?;
        let texts = ["device_code", "user_code", "verification_uri"].map(|name| response.take_text(name));
        let times = [("expires_in", None), ("interval", Some(5))].map(|(name, default)| response.seconds(name, default));
        let ([Some(device_code), Some(user_code), Some(page)], [Some(expires_in), Some(interval)]) = (texts, times) else {
            return Err(unreadable());
        };
        let expires = Instant::now().checked_add(expires_in);
        (self.prompt)(DeviceCodePrompt {
            verification_uri: one_line(&page, 300),
            user_code: one_line(&user_code, 100),
            expires_in,
        });
        let (scope, claims) = (request.scope.to_owned(), request.claims.map(str::to_owned));
        Ok(ShownCode { device_code: device_code.into(), interval, expires, scope, claims })
    }
}

/// Returns whether the user has to sign in again after this error of a token refresh. Any other error may be transient.
///
/// Source: [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2) and
/// [OpenID Connect](https://openid.net/specs/openid-connect-core-1_0.html#AuthError).
fn requires_user(refusal: &Refusal) -> bool {
    let codes = ["invalid_grant", "interaction_required", "login_required", "consent_required"];
    !refusal.is_transient && codes.contains(&refusal.code.as_str())
}

/// Returns `scope` with `offline_access`, which asks for a refresh token.
fn with_offline_access(scope: &str) -> String {
    format!("{scope} offline_access")
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
