use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::time::timeout;

use super::*;

/// A credential that needs a second to return a token. The token is valid for an hour, and its text contains the claims of the request.
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
async fn a_token_is_renewed_before_it_expires() {
    let cached = Cached::new(Source::default());
    assert_eq!(text(&cached, REQUEST).await, "0");
    tokio::time::sleep(Duration::from_secs(3290)).await;
    assert_eq!(text(&cached, REQUEST).await, "0");
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(text(&cached, REQUEST).await, "1", "five minutes before its expiry");
    assert_eq!(text(&cached, TokenRequest::new("b")).await, "2", "another scope");
    assert_eq!(text(&cached, REQUEST).await, "1");
}

#[tokio::test(start_paused = true)]
async fn many_requests_ask_the_credential_once() {
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
    assert_eq!(text(&cached, again).await, "1{}", "another request whose token was refused");
}

#[tokio::test(start_paused = true)]
async fn a_valid_token_is_used_while_the_credential_fails() {
    let cached = Cached::new(Source::default());
    let first = cached.token(REQUEST).await.unwrap();
    cached.store.credential.broken.store(true, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(3500)).await;
    assert_eq!(text(&cached, REQUEST).await, "0");
    assert!(cached.token(TokenRequest { refused: Some(&first), ..REQUEST }).await.is_err());
    tokio::time::sleep(Duration::from_secs(100)).await;
    assert!(cached.token(REQUEST).await.is_err());
}

/// A credential that needs 200 ms to return a token, which is valid for `lifetime` seconds. While `hangs` is set, it never returns.
struct Unreliable {
    lifetime: u64,
    hangs: AtomicBool,
    made: AtomicUsize,
}

impl Unreliable {
    fn cached(lifetime: u64) -> Arc<Cached<Self>> {
        Arc::new(Cached::new(Self { lifetime, hangs: AtomicBool::new(false), made: AtomicUsize::new(0) }))
    }
}

impl Credential for Unreliable {
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

async fn fifty(cached: &Arc<Cached<Unreliable>>) -> Vec<(String, Duration)> {
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
async fn a_credential_that_hangs_does_not_block_the_use_of_a_valid_token() {
    let cached = Unreliable::cached(3600);
    cached.token(REQUEST).await.unwrap();
    cached.store.credential.hangs.store(true, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(3310)).await;
    let mut waits: Vec<_> = fifty(&cached).await.into_iter().map(|(token, wait)| (wait, token)).collect();
    waits.sort();
    assert!(waits.iter().all(|(_, token)| token == "0"));
    let waited: Vec<_> = waits.iter().map(|(wait, _)| *wait).filter(|wait| !wait.is_zero()).collect();
    assert_eq!(waited, [PATIENCE], "one request tries, and not for long");

    let start = Instant::now();
    cached.token(REQUEST).await.unwrap();
    assert_eq!(start.elapsed(), Duration::ZERO, "the next attempt is not at once");
    tokio::time::sleep(Duration::from_secs(100)).await;
    cached.store.credential.hangs.store(false, Ordering::Relaxed);
    assert_eq!(cached.token(REQUEST).await.unwrap().secret().reveal(), "2", "but later");
}

#[tokio::test(start_paused = true)]
async fn a_token_about_to_expire_is_returned_before_it_expires() {
    let cached = Unreliable::cached(3600);
    let end = cached.token(REQUEST).await.unwrap().expires().unwrap();
    cached.store.credential.hangs.store(true, Ordering::Relaxed);
    tokio::time::sleep_until(end - Duration::from_secs(2)).await;
    timeout(Duration::from_secs(100), cached.token(REQUEST)).await.expect("a token").unwrap();
    assert!(Instant::now() < end);
}

#[tokio::test(start_paused = true)]
async fn a_short_lived_token_is_shared_by_many_requests() {
    let cached = Unreliable::cached(240);
    let start = Instant::now();
    assert!(fifty(&cached).await.iter().all(|(token, _)| token == "0"));
    assert_eq!(start.elapsed(), Duration::from_millis(200));
    tokio::time::sleep(Duration::from_secs(170)).await;
    assert_eq!(cached.token(REQUEST).await.unwrap().secret().reveal(), "0");
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert_eq!(cached.token(REQUEST).await.unwrap().secret().reveal(), "1", "in the last quarter of its lifetime");
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_request_passes_its_turn_to_the_next() {
    let cached = Unreliable::cached(3600);
    cached.store.credential.hangs.store(true, Ordering::Relaxed);
    timeout(Duration::from_secs(1), cached.token(REQUEST)).await.unwrap_err();
    cached.store.credential.hangs.store(false, Ordering::Relaxed);
    assert_eq!(cached.token(REQUEST).await.unwrap().secret().reveal(), "1");
}

/// A credential whose sign-ins fail at once until `mended` is set. It counts the sign-ins.
#[derive(Default)]
struct Failing {
    asked: AtomicUsize,
    is_permanent: bool,
    mended: AtomicBool,
}

impl Credential for Failing {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let error = CredentialError::new("no");
        let error = if self.is_permanent { error.permanent() } else { error };
        let is_mended = self.mended.load(Ordering::Relaxed);
        Box::pin(async move { if is_mended { AccessToken::new("mended") } else { Err(error) } })
    }
}

/// Requests a token every 10 ms for this many seconds. Returns how often the credential was asked since the start of the test.
async fn ask_for(cached: &Cached<Failing>, seconds: u64) -> usize {
    for _ in 0..seconds * 100 {
        assert_eq!(cached.token(REQUEST).await.unwrap_err().to_string(), "no token: no");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    cached.store.credential.asked.load(Ordering::Relaxed)
}

/// A failed sign-in is repeated only after a pause, which grows with each failure.
// Case C3
#[tokio::test(start_paused = true)]
async fn a_failed_sign_in_is_repeated_after_a_pause() {
    let cached = Cached::new(Failing::default());
    assert!((2..=5).contains(&ask_for(&cached, 2).await), "in 2 s");
    assert!((10..=20).contains(&ask_for(&cached, 200).await), "in 202 s");
    assert!(cached.token(TokenRequest::new("b")).await.is_err());
    cached.store.credential.mended.store(true, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(30)).await;
    assert_eq!(cached.token(REQUEST).await.unwrap().secret().reveal(), "mended");
}

/// After a permanent failure, such as a wrong secret, the credential is asked again only after a minute.
// Case C3
#[tokio::test(start_paused = true)]
async fn a_permanent_failure_is_not_repeated_for_a_minute() {
    let cached = Cached::new(Failing { is_permanent: true, ..Failing::default() });
    assert_eq!(ask_for(&cached, 59).await, 1);
    assert!(cached.token(REQUEST).await.unwrap_err().is_permanent());
    cached.store.credential.mended.store(true, Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(cached.token(REQUEST).await.unwrap().secret().reveal(), "mended");
}

/// If a renewal fails while the request that started it is not polled, the newer token of a later sign-in stays in the cache.
#[tokio::test(start_paused = true)]
async fn a_failed_renewal_keeps_the_token_of_a_later_sign_in() {
    let cached = Cached::new(Source::default());
    let first = cached.token(REQUEST).await.unwrap();
    tokio::time::sleep(Duration::from_secs(3400)).await;
    cached.store.credential.broken.store(true, Ordering::Relaxed);
    let mut renewing = cached.token(REQUEST);
    assert!(timeout(Duration::ZERO, &mut renewing).await.is_err());
    // This request joins the renewal, which fails. Then the request signs in itself.
    let refused = TokenRequest { refused: Some(&first), ..REQUEST };
    let mut other = cached.token(refused);
    assert!(timeout(Duration::from_millis(1500), &mut other).await.is_err());
    cached.store.credential.broken.store(false, Ordering::Relaxed);
    let newer = other.await.unwrap();
    renewing.await.unwrap();
    assert!(cached.token(REQUEST).await.unwrap().is_same(&newer));
}
