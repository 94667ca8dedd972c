//! The `Credential` trait and access tokens.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::time::Instant;

use super::secret::Secret;
use crate::error::credential::CredentialError;

/// The future that [`Credential::token`] returns.
pub type TokenFuture<'a> = Pin<Box<dyn Future<Output = Result<AccessToken, CredentialError>> + Send + 'a>>;

/// Provides an access token for each request.
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
    label = "expected a credential, which provides the access tokens",
    note = "if you already have a token, write `StaticToken::new(token)`"
)]
pub trait Credential: Send + Sync + 'static {
    /// Returns a token that is valid now, for the scope of the request.
    ///
    /// # Errors
    /// Fails if there is no token. The error's text must not contain a secret.
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a>;
}

/// A request for a token, which the client passes to its credential.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct TokenRequest<'a> {
    /// The OAuth scope of the token: the one that the client was built with, or else the [default scope](crate::Host::default_scope) of the
    /// host.
    pub scope: &'a str,
    /// The claims that the service demanded when it refused the last token, as JSON ([continuous access evaluation]).
    ///
    /// [continuous access evaluation]: https://learn.microsoft.com/entra/identity-platform/claims-challenge
    pub claims: Option<&'a str>,
    /// The token that the service has just refused, if any. A credential that has no other token returns the refused one again.
    pub refused: Option<&'a AccessToken>,
}

impl<'a> TokenRequest<'a> {
    /// Creates a request for a token of this scope, without claims or a refused token.
    pub const fn new(scope: &'a str) -> Self {
        Self { scope, claims: None, refused: None }
    }
}

/// A bearer token and the time of its expiry. `Debug` does not print the token.
#[derive(Clone)]
pub struct AccessToken {
    secret: Arc<Secret>,
    expires: Option<Instant>,
}

impl AccessToken {
    /// Creates a token without an expiry from its text. The client uses such a token until the service refuses it.
    ///
    /// # Errors
    /// Fails if the text is empty, starts with `Bearer `, or contains a character that a token cannot contain, such as a space.
    pub fn new(text: impl Into<Secret>) -> Result<Self, CredentialError> {
        let secret = text.into();
        let text = secret.reveal();
        if text.is_empty() {
            return Err(CredentialError::new("the token is empty"));
        }
        if text.starts_with("Bearer ") {
            return Err(CredentialError::new("the token starts with `Bearer `: pass only the part after it"));
        }
        match text.bytes().position(|byte| !byte.is_ascii_graphic()) {
            Some(at) if text.len() == at + 1 => Err(CredentialError::new("the token ends with a line break or a space: trim it")),
            Some(at) => {
                Err(CredentialError::new(format!("the token contains an invalid character at byte {at}: pass the token alone")))
            }
            None => Ok(Self { secret: Arc::new(secret), expires: None }),
        }
    }

    /// Sets the token's expiry to the end of this lifetime, which starts now.
    #[must_use]
    pub fn expires_in(self, lifetime: Duration) -> Self {
        Self { expires: Instant::now().checked_add(lifetime), ..self }
    }

    /// Returns the time at which the token expires, if it is known.
    pub fn expires(&self) -> Option<Instant> {
        self.expires
    }

    /// Returns whether the token is known to have expired.
    pub(crate) fn is_expired(&self) -> bool {
        self.expires.is_some_and(|expiry| expiry <= Instant::now())
    }

    /// Returns the text of the token, for a transport that does not use the `Authorization` header.
    pub fn secret(&self) -> &Secret {
        &self.secret
    }

    /// Returns the value of the `Authorization` header for this token, marked as sensitive so that HTTP libraries do not log it.
    pub(crate) fn header(&self) -> Result<HeaderValue, CredentialError> {
        let value = HeaderValue::try_from(["Bearer ", self.secret.reveal()].concat());
        let mut value = value.map_err(|_| CredentialError::new("the token cannot be sent in a header"))?;
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

/// A credential that always returns the same token.
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
    /// Creates a credential from the text of a token, without `Bearer`. If the text is not a valid token, every request of the client fails
    /// with an error that says why.
    pub fn new(token: impl Into<Secret>) -> Self {
        Self(AccessToken::new(token).map_err(CredentialError::permanent))
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
