//! A cache for the tokens of a credential.

mod failures;
mod sign_in;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use self::failures::Failures;
use self::sign_in::{Purpose, SignIn, SignInUnderWay};
use super::credential::{AccessToken, Credential, TokenFuture, TokenRequest};
use crate::error::credential::CredentialError;
use crate::transport::deadline::{Deadline, within};

/// How long before its expiry a token is renewed, so that it does not expire while a request is on its way.
///
/// The margin is at most a quarter of the token's lifetime.
const MARGIN: Duration = Duration::from_secs(300);

/// How long a request that has a valid token waits for the credential to return a newer one.
///
/// The wait is at most a quarter of the token's remaining lifetime.
const PATIENCE: Duration = Duration::from_secs(5);

/// Caches the tokens of a credential, and asks it for a new one only when a token is about to expire or was refused.
///
/// - A token is renewed in the last five minutes of its lifetime, or in the last quarter of a lifetime under twenty minutes.
/// - Only one request at a time asks the credential, however many requests need a token. All requests that wait for the token poll the
///   credential's future, so the sign-in makes progress as long as at least one of them is polled.
/// - While one request renews a token that is still valid, all other requests use the old token. The renewing request uses the old token
///   too if the credential fails or takes longer than a few seconds.
/// - After a failure, the credential is not asked again for a pause of up to a second. Every further failure doubles the pause, up to
///   30 s. After a failure that [is permanent](CredentialError::is_permanent), the pause is a minute. During the pause, requests without
///   a token fail at once with the same error.
/// - A token without an expiry is used until the service refuses it.
///
/// ```
/// use graph_core::StaticToken;
/// use graph_core::auth::Cached;
///
/// let credential = Cached::new(StaticToken::new("eyJ0eXAi")); // wrap a credential that asks over the network
/// ```
pub struct Cached<C> {
    /// The credential and its cached tokens. A sign-in that is under way holds a reference too, to add its token to the cache.
    store: Arc<Store<C>>,
}

struct Store<C> {
    credential: C,
    /// The cached tokens, one for each OAuth scope.
    entries: Mutex<Vec<CacheEntry>>,
    failures: Failures,
    under_way: SignInUnderWay,
}

#[derive(Clone)]
struct CacheEntry {
    scope: Arc<str>,
    token: AccessToken,
    /// The time after which the cached token is renewed; `None` for a token without an expiry.
    renew_at: Option<Instant>,
}

impl<C: Credential> Cached<C> {
    /// Wraps a credential with an empty cache.
    pub fn new(credential: C) -> Self {
        let (entries, failures, under_way) = (Mutex::default(), Failures::default(), SignInUnderWay::default());
        Self { store: Arc::new(Store { credential, entries, failures, under_way }) }
    }

    async fn find(&self, request: TokenRequest<'_>) -> Result<AccessToken, CredentialError> {
        match self.store.usable(request) {
            Some(entry) if entry.is_due() => Ok(self.renew(request, entry.token).await),
            Some(entry) => Ok(entry.token),
            None => self.wait(request).await,
        }
    }

    /// Waits until the credential returns a token or an error. Called when the cache has no valid token for the request.
    async fn wait(&self, request: TokenRequest<'_>) -> Result<AccessToken, CredentialError> {
        loop {
            if let Some(entry) = self.store.usable(request) {
                return Ok(entry.token);
            }
            if let Some(error) = self.store.failures.current(request) {
                return Err(error);
            }
            match self.store.sign_in(request, Purpose::Needed) {
                SignIn::Started(token) => return token.await,
                // The sign-in that this request joined may be for another scope or other claims, so check the cache again.
                SignIn::Joined(token) => drop(token.await),
                SignIn::NotNeeded => {}
            }
        }
    }

    /// Ends the pauses after failed sign-ins, because the user has asked to sign in again.
    #[cfg(feature = "oauth")]
    pub(super) fn forget_failures(&self) {
        self.store.failures.clear();
    }

    /// Asks the credential for a newer token than `token`, which is still valid.
    ///
    /// Returns the cached token if another request is already asking, or if the credential fails or takes longer than [`PATIENCE`].
    async fn renew(&self, request: TokenRequest<'_>, token: AccessToken) -> AccessToken {
        if let SignIn::Started(newer) = self.store.sign_in(request, Purpose::Renewal) {
            let patience = PATIENCE.min(remaining(&token) / 4);
            if let Some(Ok(newer)) = within(&Deadline::after(patience), newer).await {
                return newer;
            }
            self.store.postpone_renewal(request, &token);
        }
        self.store.usable(request).map_or(token, |entry| entry.token)
    }
}

impl<C: Credential> Store<C> {
    /// Joins the sign-in under way, or else starts one. Starts none if an earlier sign-in has already answered this request: its token is
    /// in the cache, or its error is recent.
    fn sign_in(self: &Arc<Self>, request: TokenRequest<'_>, purpose: Purpose) -> SignIn {
        self.under_way.join_or_start(|| {
            let is_answered = match purpose {
                Purpose::Needed => self.usable(request).is_some() || self.failures.current(request).is_some(),
                Purpose::Renewal => self.usable(request).is_some_and(|entry| !entry.is_due()),
            };
            if is_answered {
                return None;
            }
            let (store, scope, claims) = (self.clone(), request.scope.to_owned(), request.claims.map(str::to_owned));
            let refused = request.refused.cloned();
            Some(Box::pin(async move {
                let request = TokenRequest { scope: &scope, claims: claims.as_deref(), refused: refused.as_ref() };
                let result = store.credential.token(request).await;
                if purpose == Purpose::Needed {
                    store.failures.record(request, result.as_ref().err());
                }
                if let Ok(token) = &result {
                    store.keep(request, token);
                }
                result
            }))
        })
    }

    /// Returns the cache entry for the scope of this request, unless the entry's token has expired or is the one that the service refused.
    fn usable(&self, request: TokenRequest<'_>) -> Option<CacheEntry> {
        let entries = self.entries();
        let entry = entries.iter().find(|entry| *entry.scope == *request.scope)?;
        let is_valid = entry.token.expires().is_none_or(|expiry| expiry > Instant::now());
        let is_refused = request.refused.is_some_and(|refused| refused.is_same(&entry.token));
        (is_valid && !is_refused).then(|| entry.clone())
    }

    fn keep(&self, request: TokenRequest<'_>, token: &AccessToken) {
        let renew_at = before_expiry(token, MARGIN.min(remaining(token) / 4));
        let mut entries = self.entries();
        entries.retain(|entry| *entry.scope != *request.scope);
        entries.push(CacheEntry { scope: request.scope.into(), token: token.clone(), renew_at });
    }

    /// Postpones the next renewal of this token by a quarter of its remaining lifetime, because each renewal delays a request.
    ///
    /// Does nothing if the cache has a newer token by now.
    fn postpone_renewal(&self, request: TokenRequest<'_>, token: &AccessToken) {
        let renew_at = before_expiry(token, remaining(token) / 4 * 3);
        let mut entries = self.entries();
        let entry = entries.iter_mut().find(|entry| *entry.scope == *request.scope && entry.token.is_same(token));
        if let Some(entry) = entry {
            entry.renew_at = renew_at;
        }
    }

    fn entries(&self) -> MutexGuard<'_, Vec<CacheEntry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CacheEntry {
    fn is_due(&self) -> bool {
        self.renew_at.is_some_and(|time| time <= Instant::now())
    }
}

/// Returns how long a token is still valid; `Duration::MAX` for a token without an expiry.
fn remaining(token: &AccessToken) -> Duration {
    token.expires().map_or(Duration::MAX, |expiry| expiry.saturating_duration_since(Instant::now()))
}

fn before_expiry(token: &AccessToken, margin: Duration) -> Option<Instant> {
    token.expires().and_then(|expiry| expiry.checked_sub(margin))
}

impl<C: Credential> Credential for Cached<C> {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(self.find(request))
    }
}

impl<C: fmt::Debug> fmt::Debug for Cached<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cached").field(&self.store.credential).finish()
    }
}
