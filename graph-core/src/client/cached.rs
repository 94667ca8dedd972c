//! A credential that remembers its tokens.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::{AccessToken, Credential, CredentialError, TokenFuture, TokenRequest};

/// How long before its end a token is replaced, so that none ends on its way; at most a quarter of its life.
const MARGIN: Duration = Duration::from_secs(300);

/// How long a request that has a token waits for a newer one; at most a quarter of the time that is left.
const PATIENCE: Duration = Duration::from_secs(5);

/// Asks a credential for a token only when the one it has is about to end or was refused.
///
/// A token is replaced in the last five minutes of its life, or in the last quarter if it lives for less than twenty. However many
/// requests wait for a token, one of them asks for it. A token that still holds is used when no newer one can be had within seconds,
/// and by all others meanwhile. One that says no end is good until the service refuses it.
///
/// ```
/// use graph_core::StaticToken;
/// use graph_core::auth::Cached;
///
/// let credential = Cached::new(StaticToken::new("eyJ0eXAi")); // a credential that asks over the network, rather
/// ```
pub struct Cached<C> {
    credential: C,
    /// There is one per host.
    tokens: Mutex<Vec<Known>>,
    /// Held by the one who asks.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Known {
    scope: String,
    token: AccessToken,
    /// When to ask for another.
    renew: Option<Instant>,
}

impl<C: Credential> Cached<C> {
    /// The credential, with a memory.
    pub fn new(credential: C) -> Self {
        Self { credential, tokens: Mutex::default(), turn: tokio::sync::Mutex::default() }
    }

    async fn find(&self, request: TokenRequest<'_>) -> Result<AccessToken, CredentialError> {
        match self.usable(request) {
            Some(known) if known.is_due() => Ok(self.renew(request, known.token).await),
            Some(known) => Ok(known.token),
            None => self.wait(request).await,
        }
    }

    /// A token, however long it takes.
    async fn wait(&self, request: TokenRequest<'_>) -> Result<AccessToken, CredentialError> {
        let _turn = self.turn.lock().await;
        if let Some(known) = self.usable(request) {
            return Ok(known.token);
        }
        let token = self.credential.token(request).await?;
        self.keep(request, &token, MARGIN.min(left(&token) / 4));
        Ok(token)
    }

    /// A newer token if it is to be had soon and nobody else asks, or else this one.
    async fn renew(&self, request: TokenRequest<'_>, token: AccessToken) -> AccessToken {
        let Ok(_turn) = self.turn.try_lock() else { return token };
        if let Some(known) = self.usable(request).filter(|known| !known.is_due()) {
            return known.token;
        }
        let patience = PATIENCE.min(left(&token) / 4);
        match timeout(patience, self.credential.token(request)).await {
            Ok(Ok(newer)) => {
                self.keep(request, &newer, MARGIN.min(left(&newer) / 4));
                newer
            }
            Ok(Err(_)) | Err(_) => {
                // Each try keeps a request waiting, so the next comes after a quarter of the time that is left.
                self.keep(request, &token, left(&token) / 4 * 3);
                token
            }
        }
    }

    /// The token that is kept for such a request, while it holds.
    fn usable(&self, request: TokenRequest<'_>) -> Option<Known> {
        let tokens = self.tokens();
        let known = tokens.iter().find(|known| known.scope == request.scope)?;
        let holds = known.token.expires().is_none_or(|end| end > Instant::now());
        let refused = request.refused.is_some_and(|old| old.is_same(&known.token));
        (holds && !refused).then(|| known.clone())
    }

    fn keep(&self, request: TokenRequest<'_>, token: &AccessToken, margin: Duration) {
        let renew = token.expires().and_then(|end| end.checked_sub(margin));
        let mut tokens = self.tokens();
        tokens.retain(|known| known.scope != request.scope);
        tokens.push(Known { scope: request.scope.to_owned(), token: token.clone(), renew });
    }

    fn tokens(&self) -> MutexGuard<'_, Vec<Known>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn is_due(&self) -> bool {
        self.renew.is_some_and(|time| time <= Instant::now())
    }
}

/// How long it still holds.
fn left(token: &AccessToken) -> Duration {
    token.expires().map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()))
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
    use std::sync::Arc;
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

    /// Asks a source of these lifetimes, in seconds, that takes 200 ms, until it hangs.
    struct Moody {
        lifetime: u64,
        hangs: AtomicBool,
        made: AtomicUsize,
    }

    impl Moody {
        fn cached(lifetime: u64) -> Arc<Cached<Self>> {
            Arc::new(Cached::new(Self { lifetime, hangs: AtomicBool::new(false), made: AtomicUsize::new(0) }))
        }
    }

    impl Credential for Moody {
        fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
            Box::pin(async move {
                let number = self.made.fetch_add(1, Ordering::Relaxed);
                if self.hangs.load(Ordering::Relaxed) {
                    std::future::pending::<()>().await;
                }
                tokio::time::sleep(Duration::from_millis(200)).await;
                Ok(AccessToken::new(number.to_string())?.expires_in(Duration::from_secs(self.lifetime)))
            })
        }
    }

    async fn fifty(cached: &Arc<Cached<Moody>>) -> Vec<(String, Duration)> {
        let mut set = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let cached = cached.clone();
            set.spawn(async move {
                let start = Instant::now();
                let token = timeout(Duration::from_secs(100), cached.token(REQUEST)).await.expect("a token").unwrap();
                (token.secret().reveal().to_owned(), start.elapsed())
            });
        }
        set.join_all().await
    }

    #[tokio::test(start_paused = true)]
    async fn a_source_that_hangs_keeps_nobody_from_a_token_that_holds() {
        let cached = Moody::cached(3600);
        cached.token(REQUEST).await.unwrap();
        cached.credential.hangs.store(true, Ordering::Relaxed);
        tokio::time::sleep(Duration::from_secs(3310)).await;
        let mut waits: Vec<_> = fifty(&cached).await.into_iter().map(|(token, wait)| (wait, token)).collect();
        waits.sort();
        assert!(waits.iter().all(|(_, token)| token == "0"));
        let waited: Vec<_> = waits.iter().map(|(wait, _)| *wait).filter(|wait| !wait.is_zero()).collect();
        assert_eq!(waited, [PATIENCE], "one tries, and not for long");

        let start = Instant::now();
        cached.token(REQUEST).await.unwrap();
        assert_eq!(start.elapsed(), Duration::ZERO, "nobody tries again at once");
        tokio::time::sleep(Duration::from_secs(100)).await;
        cached.credential.hangs.store(false, Ordering::Relaxed);
        assert_eq!(cached.token(REQUEST).await.unwrap().secret().reveal(), "2", "but later");
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_that_is_about_to_end_still_holds_when_it_is_used() {
        let cached = Moody::cached(3600);
        let end = cached.token(REQUEST).await.unwrap().expires().unwrap();
        cached.credential.hangs.store(true, Ordering::Relaxed);
        tokio::time::sleep_until(end - Duration::from_secs(2)).await;
        timeout(Duration::from_secs(100), cached.token(REQUEST)).await.expect("a token").unwrap();
        assert!(Instant::now() < end);
    }

    #[tokio::test(start_paused = true)]
    async fn a_token_of_a_short_life_is_not_asked_for_by_each() {
        let cached = Moody::cached(240);
        let start = Instant::now();
        assert!(fifty(&cached).await.iter().all(|(token, _)| token == "0"));
        assert_eq!(start.elapsed(), Duration::from_millis(200));
        tokio::time::sleep(Duration::from_secs(170)).await;
        assert_eq!(cached.token(REQUEST).await.unwrap().secret().reveal(), "0");
        tokio::time::sleep(Duration::from_secs(20)).await;
        assert_eq!(cached.token(REQUEST).await.unwrap().secret().reveal(), "1", "in the last quarter of its life");
    }

    #[tokio::test(start_paused = true)]
    async fn who_gives_up_while_it_asks_leaves_the_turn_to_the_next() {
        let cached = Moody::cached(3600);
        cached.credential.hangs.store(true, Ordering::Relaxed);
        timeout(Duration::from_secs(1), cached.token(REQUEST)).await.unwrap_err();
        cached.credential.hangs.store(false, Ordering::Relaxed);
        assert_eq!(cached.token(REQUEST).await.unwrap().secret().reveal(), "1");
    }
}
