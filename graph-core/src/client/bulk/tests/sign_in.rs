//! Tests of bulks whose credential fails.

use super::*;

/// A credential. Its first `first` sign-ins fail, and so does every sign-in before the time `until`. Clones share the count of sign-ins.
#[derive(Clone)]
struct Failing {
    first: usize,
    until: Instant,
    is_permanent: bool,
    sign_ins: Arc<AtomicUsize>,
}

impl Failing {
    fn first(first: usize) -> Self {
        Self { first, until: Instant::now(), is_permanent: false, sign_ins: Arc::default() }
    }

    fn outage(length: Duration) -> Self {
        Self { until: Instant::now() + length, ..Self::first(0) }
    }

    fn sign_ins(&self) -> usize {
        self.sign_ins.load(Ordering::Relaxed)
    }
}

impl Credential for Failing {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        let number = self.sign_ins.fetch_add(1, Ordering::Relaxed) + 1;
        let error = CredentialError::new("broken");
        Box::pin(std::future::ready(if self.is_permanent {
            Err(error.permanent())
        } else if number <= self.first || Instant::now() < self.until {
            Err(error)
        } else {
            AccessToken::new(TOKEN)
        }))
    }
}

/// In one case the first two sign-ins fail; in the other, every sign-in fails for 1.5 s. Each case runs with batches and with single
/// requests, and with a cached and an uncached credential.
// Case C3
#[tokio::test(start_paused = true)]
async fn an_outage_of_the_credential_loses_nothing() {
    for batch_size in [20, 1] {
        for failing in [|| Failing::first(2), || Failing::outage(Duration::from_millis(1500))] {
            for is_cached in [false, true] {
                let (fake, failing) = (Fake::fine(), failing());
                let graph = match is_cached {
                    true => Client::new(fake.clone(), Cached::new(failing.clone())),
                    false => Client::new(fake.clone(), failing.clone()),
                };
                let results = all(patches(&graph, 0..400).batch_size(batch_size)).await;
                assert_eq!(keys(&results), (0..400).collect::<Vec<_>>());
                assert!(results.iter().all(|(_, result)| result.is_ok()), "{batch_size} {is_cached}");
                assert_eq!(fake.sizes().iter().sum::<usize>(), 400, "no request was sent without a token");
                assert!(!is_cached || failing.sign_ins() <= 4, "{} sign-ins", failing.sign_ins());
            }
        }
    }
}

/// While there is no token, the whole bulk pauses. If no sign-in ever succeeds, every request ends with an error.
// Case C3
#[tokio::test(start_paused = true)]
async fn a_bulk_without_a_token_pauses_and_gives_up_in_the_end() {
    let (fake, failing) = (Fake::fine(), Failing::first(usize::MAX));
    let graph = Client::new(fake.clone(), failing.clone());
    let mut bulk = patches(&graph, 0..400).max_attempts(3);
    assert!(tokio::time::timeout(Duration::from_millis(400), bulk.next()).await.is_err());
    assert!(bulk.paused_until().is_some(), "the bulk waits for a token");
    let results = all(bulk).await;
    assert_eq!(keys(&results), (0..400).collect::<Vec<_>>());
    assert!(results.iter().all(|(_, result)| result.is_err()) && fake.requests().is_empty());
    assert!(fake.start.elapsed() >= Duration::from_millis(1500), "two pauses, of 1 s and 2 s with jitter");
}

/// A sign-in that fails permanently, such as with a wrong secret, is not repeated.
// Case C3
#[tokio::test(start_paused = true)]
async fn a_permanent_failure_of_the_credential_is_final_at_once() {
    let failing = Failing { is_permanent: true, ..Failing::first(0) };
    let fake = Fake::fine();
    let results = all(patches(&Client::new(fake.clone(), Cached::new(failing.clone())), 0..400)).await;
    assert!(results.len() == 400 && results.iter().all(|(_, result)| result.is_err()));
    assert_eq!((failing.sign_ins(), fake.start.elapsed()), (1, Duration::ZERO));

    let graph = Client::new(fake.clone(), StaticToken::new("two words"));
    assert!(all(patches(&graph, 0..40)).await.iter().all(|(_, result)| result.is_err()));
    assert_eq!(fake.start.elapsed(), Duration::ZERO, "no wait mends an invalid token");
}

/// Sends 20,000 patches while the credential fails for the first 2 s. All of them succeed, with a cached and an uncached credential.
// Case C3
#[tokio::test(start_paused = true)]
async fn twenty_thousand_requests_survive_an_outage_of_the_credential() {
    for is_cached in [false, true] {
        let (fake, failing) = (Fake::fine().latency(Duration::from_millis(10)), Failing::outage(Duration::from_secs(2)));
        let graph = match is_cached {
            true => Client::new(fake.clone(), Cached::new(failing.clone())),
            false => Client::new(fake.clone(), failing.clone()),
        };
        let results = all(patches(&graph, 0..20_000)).await;
        assert_eq!(keys(&results), (0..20_000).collect::<Vec<_>>());
        assert!(results.iter().all(|(_, result)| result.is_ok()), "cached: {is_cached}");
        assert!(failing.sign_ins() < 1020, "{} sign-ins for 1,000 batches", failing.sign_ins());
    }
}

/// No creation is lost while the credential does not respond, because the service has not seen the request.
// Case C3
#[tokio::test(start_paused = true)]
async fn a_credential_that_hangs_for_a_while_loses_no_creation() {
    struct Hanging(Instant);
    impl Credential for Hanging {
        fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
            let is_mended = self.0 <= Instant::now();
            Box::pin(async move { if is_mended { AccessToken::new(TOKEN) } else { std::future::pending().await } })
        }
    }
    for batch_size in [1, 20] {
        let fake = Fake::fine();
        let credential = Cached::new(Hanging(Instant::now() + Duration::from_secs(10)));
        let graph = Client::builder(fake.clone(), credential).timeout(Duration::from_secs(3)).build();
        let create = |n: i32| (n as usize, graph.create(Thing::v1().things_collection(), Thing::patch().count(n)));
        let results = all(graph.bulk((0..100).map(create)).batch_size(batch_size)).await;
        assert!(results.len() == 100 && results.iter().all(|(_, result)| result.is_ok()), "{batch_size} in a batch");
        assert_eq!(fake.sizes().iter().sum::<usize>(), 100);
    }
}
