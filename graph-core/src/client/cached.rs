//! A credential that remembers its tokens.

use std::fmt;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;

use super::{AccessToken, Credential, CredentialError, TokenFuture, TokenRequest};

/// How long before its end a token is replaced, so that none ends on its way.
const MARGIN: Duration = Duration::from_secs(300);

/// Asks a credential for a token only when the one it has ends within five minutes or was refused.
///
/// However many requests wait for a token, one of them asks for it. A token that still holds is used when no newer one can be had. One
/// that says no end is good until the service refuses it.
///
/// ```
/// use graph_core::{Cached, StaticToken};
///
/// let credential = Cached::new(StaticToken::new("eyJ0eXAi")); // a credential that asks over the network, rather
/// ```
pub struct Cached<C> {
    credential: C,
    /// By scope; there is one per host.
    tokens: Mutex<Vec<(String, AccessToken)>>,
}

impl<C: Credential> Cached<C> {
    /// The credential, with a memory.
    pub fn new(credential: C) -> Self {
        Self { credential, tokens: Mutex::new(Vec::new()) }
    }

    async fn find(&self, request: TokenRequest<'_>) -> Result<AccessToken, CredentialError> {
        // Held while a token is asked for, so that the others wait for it and find it here.
        let mut tokens = self.tokens.lock().await;
        let known = tokens.iter().position(|(scope, _)| scope == request.scope);
        let token = known.and_then(|at| tokens.get(at)).map(|(_, token)| token.clone());
        let usable = token.filter(|token| holds(token, Duration::ZERO) && !request.refused.is_some_and(|old| old.is_same(token)));
        if let Some(token) = usable.as_ref().filter(|token| holds(token, MARGIN)) {
            return Ok(token.clone());
        }
        match (self.credential.token(request).await, usable) {
            (Ok(token), _) => {
                tokens.retain(|(scope, _)| scope != request.scope);
                tokens.push((request.scope.to_owned(), token.clone()));
                Ok(token)
            }
            (Err(_), Some(old)) => Ok(old),
            (Err(error), None) => Err(error),
        }
    }
}

/// Whether it will still be good after this time.
fn holds(token: &AccessToken, time: Duration) -> bool {
    token.expires().is_none_or(|end| end.saturating_duration_since(Instant::now()) > time)
}

impl<C: Credential> Credential for Cached<C> {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(self.find(request))
    }
}

impl<C: fmt::Debug> fmt::Debug for Cached<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Cached").field(&self.credential).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

    use super::*;

    /// Makes a new token after a second, good for an hour; keeps the claims it was asked for in the token.
    #[derive(Default)]
    struct Source {
        made: AtomicUsize,
        broken: AtomicBool,
    }

    impl Credential for Source {
        fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
            Box::pin(async move {
                tokio::time::sleep(Duration::from_secs(1)).await;
                if self.broken.load(Ordering::Relaxed) {
                    return Err(CredentialError::new("broken"));
                }
                let number = self.made.fetch_add(1, Ordering::Relaxed);
                let text = format!("{number}{}", request.claims.unwrap_or_default());
                Ok(AccessToken::new(text)?.expires_in(Duration::from_secs(3600)))
            })
        }
    }

    async fn text(cached: &Cached<Source>, request: TokenRequest<'_>) -> String {
        cached.token(request).await.unwrap().secret().reveal().to_owned()
    }

    const REQUEST: TokenRequest<'_> = TokenRequest::new("a");

    #[tokio::test(start_paused = true)]
    async fn a_token_is_asked_for_when_the_last_one_ends() {
        let cached = Cached::new(Source::default());
        assert_eq!(text(&cached, REQUEST).await, "0");
        tokio::time::sleep(Duration::from_secs(3290)).await;
        assert_eq!(text(&cached, REQUEST).await, "0");
        tokio::time::sleep(Duration::from_secs(10)).await;
        assert_eq!(text(&cached, REQUEST).await, "1", "five minutes before its end");
        assert_eq!(text(&cached, TokenRequest::new("b")).await, "2", "another scope");
        assert_eq!(text(&cached, REQUEST).await, "1");
    }

    #[tokio::test(start_paused = true)]
    async fn of_many_one_asks() {
        let cached = std::sync::Arc::new(Cached::new(Source::default()));
        let tasks: Vec<_> = (0..20).map(|_| (cached.clone(), cached.clone())).collect();
        let mut set = tokio::task::JoinSet::new();
        for (cached, _) in tasks {
            set.spawn(async move { text(&cached, REQUEST).await });
        }
        assert!(set.join_all().await.iter().all(|token| token == "0"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refused_token_is_replaced_once() {
        let cached = Cached::new(Source::default());
        let refused = cached.token(REQUEST).await.unwrap();
        let again = TokenRequest { claims: Some("{}"), refused: Some(&refused), ..REQUEST };
        assert_eq!(text(&cached, again).await, "1{}");
        assert_eq!(text(&cached, again).await, "1{}", "for the second that was refused with it");
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_that_holds_is_used_while_no_other_can_be_had() {
        let cached = Cached::new(Source::default());
        let first = cached.token(REQUEST).await.unwrap();
        cached.credential.broken.store(true, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_secs(3500)).await;
        assert_eq!(text(&cached, REQUEST).await, "0");
        assert!(cached.token(TokenRequest { refused: Some(&first), ..REQUEST }).await.is_err());
        tokio::time::sleep(Duration::from_secs(100)).await;
        assert!(cached.token(REQUEST).await.is_err());
    }
}
