//! Remembers failed sign-ins, so that another sign-in starts only after a pause.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::auth::credential::TokenRequest;
use crate::error::credential::CredentialError;
use crate::transport::backoff::Backoff;

/// The pauses after failures of a credential whose cause may be transient, such as an outage.
const OUTAGE: Backoff = Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(30) };

/// The pause after a permanent failure of a credential. Even this pause ends, because an administrator may fix the app while the program
/// runs.
const PERMANENT: Duration = Duration::from_secs(60);

/// The last failure of each kind of token request. Requests with the same scope and claims are of the same kind.
#[derive(Default)]
pub(super) struct Failures(Mutex<Vec<Failure>>);

struct Failure {
    scope: String,
    claims: Option<String>,
    error: CredentialError,
    /// How many token requests with the same scope and claims have failed since the last success.
    attempts: u32,
    /// The end of the pause after the last failure.
    until: Option<Instant>,
}

impl Failure {
    fn is_for(&self, request: TokenRequest<'_>) -> bool {
        self.scope == request.scope && self.claims.as_deref() == request.claims
    }
}

impl Failures {
    /// Returns the error of the last failed request with the scope and claims of `request`, or `None` if the pause after that failure is
    /// over.
    #[inline]
    pub(super) fn current(&self, request: TokenRequest<'_>) -> Option<CredentialError> {
        let failures = self.lock();
        let failure = failures.iter().find(|failure| failure.is_for(request))?;
        failure.until.is_none_or(|until| Instant::now() < until).then(|| failure.error.clone())
    }

    /// Records the result of a token request: `error` is the error of a failure, or `None` for a success.
    #[inline]
    pub(super) fn record(&self, request: TokenRequest<'_>, error: Option<&CredentialError>) {
        let mut failures = self.lock();
        let earlier = failures.iter().position(|failure| failure.is_for(request)).map(|index| failures.swap_remove(index));
        let Some(error) = error else { return };
        // Forget old failures: the service chooses the claims, and endlessly many different ones would fill the memory.
        failures.retain(|failure| failure.until.is_none_or(|until| Instant::now() < until + OUTAGE.longest));
        let attempts = earlier.map_or(0, |failure| failure.attempts).saturating_add(1);
        let pause = if error.is_permanent() { PERMANENT } else { OUTAGE.wait(None, attempts) };
        let (scope, claims) = (request.scope.to_owned(), request.claims.map(str::to_owned));
        let until = Instant::now().checked_add(pause);
        failures.push(Failure { scope, claims, error: error.clone(), attempts, until });
    }

    /// Ends all pauses after failures.
    #[cfg(feature = "oauth")]
    pub(super) fn clear(&self) {
        self.lock().clear();
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Failure>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
