//! Credentials: where the client gets its tokens.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::time::Instant;

use super::Secret;

/// What [`Credential::token`] returns.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, CredentialError>> + Send + 'a>>;

/// Gives the client a token for each request.
///
/// ```
/// use graph_core::auth::{AccessToken, Credential, TokenFuture, TokenRequest};
///
/// struct FromMyVault;
///
/// impl Credential for FromMyVault {
///     fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
///         Box::pin(async move {
///             let text = format!("token-for-{}", request.scope.len()); // ask the vault for `request.scope` instead
///             AccessToken::new(text)
///         })
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a credential",
    label = "what gives the access tokens stands here",
    note = "a token that you have already is one as `StaticToken::new(token)`"
)]
pub trait Credential: Send + Sync + 'static {
    /// A token that is good for the scope now.
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a>;
}

/// What a token is asked for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The host's default scope, such as `https://graph.microsoft.com/.default`, unless the client was given another.
    pub scope: &'a str,
    /// The claims challenge of a service that has refused the last token ([continuous access evaluation]), as JSON.
    ///
    /// [continuous access evaluation]: https://learn.microsoft.com/entra/identity-platform/claims-challenge
    pub claims: Option<&'a str>,
    /// The token that the service has refused just now. One that gives the same again says that it has no other.
    pub refused: Option<&'a AccessToken>,
}

impl<'a> TokenRequest<'a> {
    /// Asks for a token of this scope.
    pub const fn new(scope: &'a str) -> Self {
        Self { scope, claims: None, refused: None }
    }
}

/// A bearer token, and until when it is good.
#[derive(Clone)]
pub struct AccessToken {
    secret: Arc<Secret>,
    expires: Option<Instant>,
}

impl AccessToken {
    /// A token that is good until the service refuses it.
    ///
    /// # Errors
    /// When the text is empty or holds a character that no token has, such as a line break or a space.
    pub fn new(text: impl Into<Secret>) -> Result<Self, CredentialError> {
        let secret = text.into();
        let text = secret.reveal();
        if text.is_empty() {
            return Err(CredentialError::new("the token is empty"));
        }
        if text.starts_with("Bearer ") {
            return Err(CredentialError::new("the token starts with `Bearer `; give the part after it"));
        }
        match text.bytes().position(|byte| !byte.is_ascii_graphic()) {
            Some(at) if text.len() == at + 1 => Err(CredentialError::new("the token ends with a line break or a space; trim it")),
            Some(at) => Err(CredentialError::new(format!("the token holds a character that no token has (at byte {at})"))),
            None => Ok(Self { secret: Arc::new(secret), expires: None }),
        }
    }

    /// The same token, good for this long from now on.
    #[must_use]
    pub fn expires_in(self, lifetime: Duration) -> Self {
        Self { expires: Instant::now().checked_add(lifetime), ..self }
    }

    /// When it stops being good, if that is known.
    pub fn expires(&self) -> Option<Instant> {
        self.expires
    }

    /// The token itself, for a transport that does not go through `Authorization`.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// `Bearer` and the token, marked so that logs of HTTP libraries leave it out.
    pub(crate) fn header(&self) -> Result<HeaderValue, CredentialError> {
        let value = HeaderValue::try_from(["Bearer ", self.secret.reveal()].concat());
        let mut value = value.map_err(|_| CredentialError::new("the token does not fit into a header"))?;
        value.set_sensitive(true);
        Ok(value)
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.secret == other.secret
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken").field("expires", &self.expires).finish_non_exhaustive()
    }
}

/// One token, got elsewhere, for as long as it is good.
///
/// ```
/// use graph_core::StaticToken;
///
/// let credential = StaticToken::new("eyJ0eXAiOiJKV1QiLCJub25jZSI6");
/// assert_eq!(format!("{credential:?}"), "StaticToken(…)");
/// ```
#[derive(Clone)]
pub struct StaticToken(Result<AccessToken, CredentialError>);

impl StaticToken {
    /// A token as text, without `Bearer`. One that is no token is an error when a request is sent.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(AccessToken::new(token))
    }
}

impl Credential for StaticToken {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(std::future::ready(self.0.clone()))
    }
}

impl fmt::Debug for StaticToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StaticToken(…)")
    }
}

impl<C: Credential + ?Sized> Credential for Arc<C> {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        (**self).token(request)
    }
}

impl<C: Credential + ?Sized> Credential for Box<C> {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        (**self).token(request)
    }
}

/// Why there is no token.
#[derive(Clone, Debug)]
pub struct CredentialError {
    message: String,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl CredentialError {
    /// An error with one line of text, which must hold no secret.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }

    /// The same error, with the error of the library below, whose text must hold no secret.
    #[must_use]
    pub fn with_source(self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self { source: Some(Arc::new(source)), ..self }
    }
}

impl fmt::Display for CredentialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no token: {}", self.message)
    }
}

impl std::error::Error for CredentialError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
