//! Tests of a bulk's pauses while the service throttles.

use super::*;

#[tokio::test(start_paused = true)]
async fn a_throttled_request_pauses_all_and_is_sent_again_alone() {
    let fake = Fake::new(|url, tries| if url.ends_with("/5") && tries < 3 { (429, Some(10)) } else { (200, None) });
    let fake = fake.latency(Duration::from_secs(1));
    let results = all(patches(&fake.client(), 0..200).concurrency(3)).await;
    assert!(results.iter().all(|(_, result)| result.is_ok()));
    let requests = fake.requests();
    let in_pause = |(at, _): &&(f64, Vec<String>)| (1.0..11.0).contains(at) || (12.0..22.0).contains(at);
    let early: Vec<_> = requests.iter().filter(|(at, _)| *at > 1.0).filter(in_pause).collect();
    assert!(early.is_empty(), "{early:?}");
    assert_eq!(requests.iter().map(|(_, urls)| urls.len()).sum::<usize>(), 202);
    assert_eq!(fake.notes.lock().unwrap().tries["/things/5"], 3);
}

#[tokio::test(start_paused = true)]
async fn a_throttled_batch_pauses_all() {
    for status in [429, 503] {
        let fake = Fake::fine().fate(move |count| (count == 2).then_some(Ok((status, Some(7)))));
        let fake = fake.latency(Duration::from_secs(1));
        let mut bulk = patches(&fake.client(), 0..100).concurrency(3);
        for _ in 0..40 {
            bulk.next().await.unwrap().1.unwrap();
        }
        let until = bulk.paused_until().expect("a pause");
        assert!((7.0..8.0).contains(&(until - Instant::now()).as_secs_f64()));
        assert!(all(bulk).await.iter().all(|(_, result)| result.is_ok()));
        let starts: Vec<f64> = fake.requests().iter().map(|(at, _)| *at).collect();
        assert!(starts.iter().all(|at| *at <= 1.0 || *at >= 8.0), "{starts:?}");
        let fresh: Vec<bool> =
            fake.notes.lock().unwrap().raw.iter().map(|request| request.extensions().get::<NewConnection>().is_some()).collect();
        assert_eq!(fresh.iter().filter(|fresh| **fresh).count(), usize::from(status == 503), "a new connection after 503");
    }
}

#[tokio::test(start_paused = true)]
async fn few_requests_are_wasted_at_a_limit_of_the_service() {
    // The limit of Intune: 100 writes in 20 s.
    let window = Arc::new(Mutex::new((Instant::now(), 0)));
    let fake = Fake::new(move |_, _| {
        let mut window = window.lock().unwrap();
        if window.0.elapsed() >= Duration::from_secs(20) {
            *window = (Instant::now(), 0);
        }
        window.1 += 1;
        if window.1 <= 100 { (200, None) } else { (429, Some(20 - window.0.elapsed().as_secs())) }
    });
    let fake = fake.latency(Duration::from_millis(200));
    let results = all(patches(&fake.client(), 0..3000).concurrency(64)).await;
    assert!(results.iter().all(|(_, result)| result.is_ok()));
    let calls: usize = fake.sizes().iter().sum();
    assert!(calls < 4500, "{calls} calls for 3000 requests");
    let time = fake.start.elapsed().as_secs();
    assert!((580..720).contains(&time), "{time} s");
}

#[tokio::test(start_paused = true)]
async fn endless_throttling_is_reported() {
    let fake = Fake::new(|_, _| (429, Some(2)));
    let results = all(patches(&fake.client(), 0..45).max_attempts(3)).await;
    assert!(results.len() == 45 && results.iter().all(|(_, result)| result.as_ref().is_err_and(Error::is_throttled)));
}

#[tokio::test(start_paused = true)]
async fn a_retry_layer_leaves_bulk_requests_alone() {
    let fake = Fake::fine().fate(|count| (count == 1).then_some(Ok((429, Some(5)))));
    let graph = Client::new(Retry::new(fake.clone()), StaticToken::new(TOKEN));
    let mut bulk = patches(&graph, 0..40).concurrency(1);
    assert!(tokio::time::timeout(Duration::from_secs(1), bulk.next()).await.is_err());
    assert!(bulk.paused_until().is_some(), "the bulk sees that it is throttled");
    assert!(all(bulk).await.iter().all(|(_, result)| result.is_ok()));

    let fake = Fake::new(|_, tries| if tries < 3 { (504, None) } else { (200, None) });
    assert!(all(patches(&fake.client(), [1])).await[0].1.is_ok());
    let attempts: Vec<_> =
        fake.notes.lock().unwrap().raw.iter().map(|request| request.headers().get("retry-attempt").cloned()).collect();
    assert_eq!(attempts, [None, Some("1".parse().unwrap()), Some("2".parse().unwrap())]);
}
