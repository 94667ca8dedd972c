//! Shares one token request to a credential among all callers that wait for a token. Each of them polls the request's future.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

use futures_util::future::{FutureExt, Shared, WeakShared};

use crate::auth::credential::AccessToken;
use crate::error::credential::CredentialError;

type OwnedTokenFuture = Pin<Box<dyn Future<Output = Result<AccessToken, CredentialError>> + Send>>;

/// The future of a token request to the credential. All clones share one request, and polling any clone makes the request progress.
pub(super) type SharedToken = Shared<OwnedTokenFuture>;

/// The reason for a request to the credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The cache has no valid token for the caller.
    Needed,
    /// The cached token is still valid, but only for a short time.
    Renewal,
}

/// The request to the credential that a caller waits for.
pub(super) enum SignIn {
    /// The caller has started this request.
    Started(SharedToken),
    /// Another caller started this request earlier, maybe for another scope.
    Joined(SharedToken),
    /// No request is needed: an earlier one has finished in the meantime, and the caller uses its token or its error.
    NotNeeded,
}

/// The request to the credential that is under way, if there is one.
///
/// The reference is weak: a request that nobody waits for any more is cancelled, and the next caller starts a new one.
#[derive(Default)]
pub(super) struct SignInUnderWay(Mutex<Option<WeakShared<OwnedTokenFuture>>>);

impl SignInUnderWay {
    /// Joins the request that is under way. If there is none, calls `start`: a future that it returns becomes the request under way.
    pub(super) fn join_or_start(&self, start: impl FnOnce() -> Option<OwnedTokenFuture>) -> SignIn {
        let mut under_way = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let current = under_way.as_ref().and_then(WeakShared::upgrade);
        // A caller that is not polled may still hold a request that has already finished: do not join that request.
        if let Some(current) = current.filter(|current| current.peek().is_none()) {
            return SignIn::Joined(current);
        }
        let Some(started) = start() else { return SignIn::NotNeeded };
        let started = started.shared();
        *under_way = started.downgrade();
        SignIn::Started(started)
    }
}
