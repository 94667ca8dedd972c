//! Tests of a bulk's limits on memory, concurrency and waits.

use super::*;

/// Returns a counter and an iterator over a million patches. The counter is the number of patches that were taken from the iterator.
fn endless(
    graph: &Client,
) -> (Arc<AtomicUsize>, impl Iterator<Item = (usize, crate::client::PatchRequest<Thing>)> + Send + use<>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let (counted, graph) = (taken.clone(), graph.clone());
    let requests = (0..1_000_000).map(move |id| {
        counted.fetch_add(1, Ordering::Relaxed);
        patch(&graph, id)
    });
    (taken, requests)
}

#[tokio::test(start_paused = true)]
async fn requests_that_wait_for_a_retry_count_as_in_memory() {
    let fake = Fake::new(|_, _| (500, None)).latency(Duration::from_millis(50));
    let graph = fake.client();
    let (taken, requests) = endless(&graph);
    let mut bulk = graph.bulk(requests);
    for given in 0..500 {
        let ahead = taken.load(Ordering::Relaxed) - given;
        assert!(ahead <= 4 * 4 * 20, "{ahead} in memory");
        assert_eq!(bulk.next().await.unwrap().1.unwrap_err().service().unwrap().attempts, 10);
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_connection_the_bulk_pauses_and_takes_no_more() {
    let fake = Fake::fine().latency(Duration::from_millis(10));
    let start = fake.start;
    let fake = fake.fate(move |_| (start.elapsed() < Duration::from_secs(30)).then_some(Err(TransportErrorKind::Connect)));
    let graph = fake.client();
    let (taken, requests) = endless(&graph);
    let mut bulk = graph.bulk(requests);
    bulk.next().await.unwrap().1.unwrap();
    assert!(taken.load(Ordering::Relaxed) <= 4 * 4 * 20);
    assert!(fake.requests().len() < 20, "{:?}", fake.requests().iter().map(|(at, _)| at).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn an_endless_lack_of_a_connection_is_reported() {
    let fake = Fake::fine().fate(|_| Some(Err(TransportErrorKind::Connect)));
    let results = all(patches(&fake.client(), 0..45).max_attempts(3)).await;
    assert!(results.len() == 45 && results.iter().all(|(_, result)| result.is_err()));
}

#[tokio::test(start_paused = true)]
async fn the_largest_concurrency_is_accepted() {
    let fake = Fake::fine();
    assert_eq!(all(patches(&fake.client(), 0..45).concurrency(usize::MAX)).await.len(), 45);
}

#[tokio::test(start_paused = true)]
async fn the_concurrency_grows_to_its_limit_while_the_service_accepts_all() {
    let fake = Fake::fine().latency(Duration::from_secs(1));
    assert_eq!(all(patches(&fake.client(), 0..600).concurrency(7)).await.len(), 600);
    assert_eq!(fake.notes.lock().unwrap().most_under_way, 7);
}

#[tokio::test(start_paused = true)]
async fn memory_holds_four_times_the_requests_of_the_chosen_concurrency() {
    let fake = Fake::new(|_, _| (500, None)).latency(Duration::from_millis(50));
    let graph = fake.client();
    let (taken, requests) = endless(&graph);
    let mut bulk = graph.bulk(requests).concurrency(2).batch_size(3);
    assert!(bulk.next().await.unwrap().1.is_err());
    assert_eq!(taken.load(Ordering::Relaxed), 4 * 2 * 3);
}

#[tokio::test(start_paused = true)]
async fn equal_keys_have_a_result_each_and_are_skipped_together() {
    let fake = Fake::fine().latency(Duration::from_millis(10));
    let graph = fake.client();
    let same = || (0..10).map(|id| ("same", patch(&graph, id).1)).collect::<Vec<_>>();
    let progress = BulkProgress::new();
    let results = all(graph.bulk(same()).batch_size(1).concurrency(1).resume(&progress)).await;
    assert!(results.len() == 10 && results.iter().all(|(_, result)| result.is_ok()));
    assert_eq!((fake.requests().len(), progress.len()), (10, 1));
    assert!(all(graph.bulk(same()).resume(&progress)).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn creations_in_one_collection_share_batches() {
    let fake = Fake::new(|_, tries| if tries % 7 == 3 { (429, Some(1)) } else { (200, None) });
    let graph = fake.client();
    let things = Thing::v1().things_collection();
    let create = |n: i32| (n, graph.create(things.clone(), Thing::patch().count(n)));
    let mut bulk = graph.bulk((0..200).map(create));
    let mut results = 0;
    while let Some((_, result)) = bulk.next().await {
        result.unwrap();
        results += 1;
    }
    assert_eq!((results, fake.sizes()[..4].to_vec()), (200, vec![20; 4]));
    assert!(fake.requests().len() < 30, "{:?}", fake.sizes());
    let notes = fake.notes.lock().unwrap();
    let mut created: Vec<i64> = notes.done["/things"].iter().map(|body| body["count"].as_i64().unwrap()).collect();
    created.sort_unstable();
    assert_eq!(created, (0..200).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_above_the_limit_is_reported_and_the_others_continue() {
    let too_long = |url: &str, tries| match (url, tries) {
        ("/things/3", _) => (429, Some(u64::from(u32::MAX))),
        ("/things/4", 1) => (500, Some(3600)),
        ("/things/5", 1) => (429, Some(120)),
        _ => (200, None),
    };
    let fake = Fake::new(too_long).fate(|count| (count == 3).then_some(Ok((503, Some(3600)))));
    let results = all(patches(&fake.client(), 0..1000).concurrency(1)).await;
    assert_eq!(keys(&results), (0..1000).collect::<Vec<_>>());
    let errors: HashMap<usize, Error> = results.into_iter().filter_map(|(key, result)| Some((key, result.err()?))).collect();
    assert!(errors[&3].is_throttled() && errors[&3].retry_after() > Some(Duration::from_secs(1 << 31)), "{:?}", errors[&3]);
    assert!(errors[&4].retry_after() == Some(Duration::from_secs(3600)) && !errors.contains_key(&5));
    assert_eq!(errors.len(), 2 + 20, "with a batch that was asked to wait as a whole");
    let time = fake.start.elapsed().as_secs();
    assert!((360..365).contains(&time), "{time} s");

    let fake = Fake::new(too_long);
    let results = all(patches(&fake.client(), 5..6).max_wait(Duration::from_secs(120))).await;
    assert!(results[0].1.is_ok(), "a wait of exactly `max_wait` is not too long");

    let fake = Fake::new(too_long);
    let results = all(patches(&fake.client(), 5..6).max_wait(Duration::from_secs(119))).await;
    assert!(results[0].1.as_ref().is_err_and(Error::is_throttled));
    assert_eq!(fake.start.elapsed(), Duration::ZERO);
}

#[cfg(feature = "rate-limit")]
#[tokio::test(start_paused = true)]
async fn a_slow_rate_limit_fails_no_request() {
    for concurrency in [4, 32, 64] {
        let fake = Fake::fine().latency(Duration::from_millis(50));
        let graph = Client::new(crate::transport::RateLimit::intune(fake.clone()), StaticToken::new(TOKEN));
        let requests = (0..4000).map(|id| (id, patch(&graph, id).1.if_match("W/\"1\"")));
        let results = all(graph.bulk(requests.collect::<Vec<_>>()).concurrency(concurrency)).await;
        let failed: Vec<_> = results.iter().filter_map(|(_, result)| result.as_ref().err()).collect();
        assert!(failed.is_empty() && results.len() == 4000, "{} of {}: {}", failed.len(), results.len(), failed[0]);
        assert_eq!(fake.sizes().iter().sum::<usize>(), 4000);
        let time = fake.start.elapsed().as_secs();
        assert!(time < 900, "{time} s at {concurrency}");
    }
}

#[cfg(feature = "rate-limit")]
#[tokio::test(start_paused = true)]
async fn reads_in_batches_are_not_counted_by_a_limit_of_writes() {
    use crate::transport::{RateLimit, Transport};

    async fn time(transport: impl Transport, fake: &Fake, reads: usize, writes: usize) -> u64 {
        let graph = Client::new(transport, StaticToken::new(TOKEN));
        let mut read = graph.bulk((0..reads).map(|id| (id, graph.get(thing(id)))));
        while let Some((_, result)) = read.next().await {
            result.unwrap();
        }
        assert!(all(patches(&graph, 0..writes)).await.iter().all(|(_, result)| result.is_ok()));
        assert_eq!(fake.sizes().iter().sum::<usize>(), reads + writes);
        fake.start.elapsed().as_secs()
    }

    let fake = Fake::fine();
    assert_eq!(time(RateLimit::intune(fake.clone()), &fake, 400, 0).await, 0);
    let fake = Fake::fine();
    let seconds = time(RateLimit::intune(fake.clone()), &fake, 400, 100).await;
    assert!((15..25).contains(&seconds), "{seconds} s for 100 writes");
    let fake = Fake::fine();
    let hundred = std::num::NonZeroU32::new(100).unwrap();
    let seconds = time(RateLimit::new(fake.clone(), hundred, Duration::from_secs(20)), &fake, 400, 100).await;
    assert!((95..115).contains(&seconds), "{seconds} s for 500 requests");
}
