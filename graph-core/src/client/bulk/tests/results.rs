//! Tests of a bulk's sources, results and progress.

use super::*;

#[tokio::test(start_paused = true)]
async fn each_request_has_a_result_with_its_key() {
    let fake = Fake::new(|url, _| if url.ends_with("/7") { (404, None) } else { (200, None) });
    let results = all(patches(&fake.client(), 0..45)).await;
    assert_eq!(keys(&results), (0..45).collect::<Vec<_>>());
    for (key, result) in results {
        assert_eq!(result.is_err(), key == 7, "{key}: {result:?}");
    }
    assert_eq!(fake.sizes(), [20, 20, 5]);
    let notes = fake.notes.lock().unwrap();
    for id in (0..45).filter(|id| *id != 7) {
        assert_eq!(notes.done[&format!("/things/{id}")].iter().map(|body| &body["count"]).collect::<Vec<_>>(), [&Json::from(id)]);
    }
}

#[tokio::test(start_paused = true)]
async fn results_come_as_soon_as_they_are_available() {
    let fake = Fake::fine().latency(Duration::from_secs(1));
    let mut bulk = patches(&fake.client(), 0..200).concurrency(2);
    for _ in 0..40 {
        bulk.next().await.unwrap().1.unwrap();
        assert_eq!(fake.start.elapsed().as_secs(), 1);
    }
    bulk.next().await.unwrap().1.unwrap();
    assert_eq!(fake.start.elapsed().as_secs(), 2, "the next two batches were under way meanwhile");
}

#[tokio::test(start_paused = true)]
async fn the_source_is_read_only_as_far_as_requests_are_under_way() {
    let fake = Fake::fine().latency(Duration::from_secs(1));
    let graph = fake.client();
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = taken.clone();
    let requests = (0..1000).map(|id| {
        counted.fetch_add(1, Ordering::Relaxed);
        patch(&graph, id)
    });
    let mut bulk = graph.bulk(requests).concurrency(3);
    for given in 0..1000 {
        bulk.next().await.unwrap().1.unwrap();
        let ahead = taken.load(Ordering::Relaxed) - given;
        // 3 batches of 20 requests are under way, and as many results wait to be returned.
        assert!(ahead <= 2 * 3 * 20, "{ahead}");
    }
    assert!(bulk.next().await.is_none());
    assert_eq!(fake.notes.lock().unwrap().most_under_way, 3);
    assert_eq!(fake.requests().len(), 50);
}

#[tokio::test(start_paused = true)]
async fn versions_have_batches_of_their_own_and_batch_size_one_has_none() {
    let fake = Fake::fine();
    let graph = fake.client();
    let mixed = |graph: &Client| {
        let paths = (0..12).map(|id| {
            let id = ThingId::new(format!("{id}")).unwrap();
            if id.as_id().as_str().len() == 1 { Thing::v1().things(&id) } else { Thing::beta().things(&id) }
        });
        paths.map(|path| ((), graph.patch(path, Thing::patch().count(1)))).collect::<Vec<_>>()
    };
    assert_eq!(all(graph.bulk(mixed(&graph))).await.len(), 12);
    let paths = |fake: &Fake| {
        let notes = fake.notes.lock().unwrap();
        notes.raw.iter().map(|request| request.uri().path().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((paths(&fake), fake.sizes()), (vec!["/v1.0/$batch".into(), "/beta/$batch".into()], vec![10, 2]));

    let fake = Fake::fine();
    let graph = fake.client();
    assert_eq!(all(graph.bulk(mixed(&graph)).batch_size(1)).await.len(), 12);
    assert_eq!((paths(&fake)[0].as_str(), paths(&fake)[11].as_str()), ("/v1.0/things/0", "/beta/things/11"));
}

#[tokio::test(start_paused = true)]
async fn a_dropped_bulk_sends_nothing_more_and_a_stopped_one_completes() {
    let fake = Fake::fine().latency(Duration::from_secs(1));
    let mut bulk = patches(&fake.client(), 0..1000).concurrency(2);
    bulk.next().await.unwrap().1.unwrap();
    drop(bulk);
    let sent = fake.requests().len();
    tokio::time::sleep(Duration::from_secs(100)).await;
    assert_eq!(fake.requests().len(), sent);

    let mut bulk = patches(&fake.client(), 0..1000).concurrency(2);
    assert!(tokio::time::timeout(Duration::from_millis(10), bulk.next()).await.is_err());
    bulk.stop();
    assert_eq!(all(bulk).await.len(), 40, "requests that were taken are completed");
}

#[tokio::test(start_paused = true)]
async fn a_resumed_bulk_skips_requests_that_have_succeeded() {
    let fake = Fake::new(|url, tries| {
        let id: usize = url.rsplit('/').next().unwrap().parse().unwrap();
        if tries == 1 && id.is_multiple_of(7) { (400, None) } else { (200, None) }
    });
    let graph = fake.client();
    let progress = BulkProgress::new();
    assert!(progress.is_empty());
    let mut bulk = patches(&graph, 0..500).resume(&progress).concurrency(1);
    for _ in 0..110 {
        let _ = bulk.next().await.unwrap();
    }
    drop(bulk);
    let saved = serde_json::to_string(&progress).unwrap();
    let done = progress.len();
    assert!(done >= 94, "recorded when the answer came, not when it was looked at: {done}");

    let restored: BulkProgress<usize> = serde_json::from_str(&saved).unwrap();
    let results = all(patches(&graph, 0..500).resume(&restored)).await;
    assert_eq!(results.len(), 500 - done);
    let failed = results.iter().filter(|(_, result)| result.is_err()).count();
    assert_eq!(all(patches(&graph, 0..500).resume(&restored)).await.len(), failed);
    assert_eq!((restored.len(), restored.contains(&499)), (500, true));
    let once_each = |notes: &Notes| notes.done.len() == 500 && notes.done.values().all(|bodies| bodies.len() == 1);
    assert!(once_each(&fake.notes.lock().unwrap()));

    assert!(all(patches(&graph, 0..100_000).resume(&(0..100_000).collect())).await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_request_that_cannot_be_sent_is_an_error_and_delays_nothing() {
    let fake = Fake::fine();
    let (graph, other) = (fake.client(), fake.client());
    let requests = (0..1000).map(|id| match id % 3 {
        0 => (id, graph.patch(thing(id), Thing::patch())),
        1 => (id, other.patch(thing(id), Thing::patch().count(1))),
        _ => patch(&graph, id),
    });
    let results = all(graph.bulk(requests.collect::<Vec<_>>())).await;
    assert_eq!(keys(&results), (0..1000).collect::<Vec<_>>());
    for (id, result) in results {
        match id % 3 {
            0 => assert!(matches!(result, Err(Error::EmptyPatch(_)))),
            1 => assert!(matches!(result, Err(Error::Batch(error)) if matches!(error.problem, BatchProblem::Foreign))),
            _ => assert!(result.is_ok()),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_source_does_not_wait_for_a_full_batch() {
    struct Receiver(mpsc::Receiver<usize>, Client);

    impl Stream for Receiver {
        type Item = (usize, crate::client::PatchRequest<Thing>);

        fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            let id = ready!(self.0.poll_recv(context));
            Poll::Ready(id.map(|id| patch(&self.1, id)))
        }
    }

    let fake = Fake::fine();
    let (sender, receiver) = mpsc::channel(100);
    let graph = fake.client();
    let mut bulk = graph.bulk_stream(Receiver(receiver, graph.clone()));
    sender.send(1).await.unwrap();
    assert_eq!(bulk.next().await.unwrap().0, 1);
    sender.send(2).await.unwrap();
    sender.send(3).await.unwrap();
    let mut keys = [bulk.next().await.unwrap().0, bulk.next().await.unwrap().0];
    keys.sort_unstable();
    assert_eq!(keys, [2, 3]);
    drop(sender);
    assert!(bulk.next().await.is_none());
}

#[test]
fn a_bulk_is_send_whatever_its_keys() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let graph = Client::new(Retry::new(crate::testing::Script::default()), StaticToken::new(TOKEN));
    let keys_of_one_thread = [(std::cell::Cell::new(1), graph.get(thing(1)))];
    let mut bulk = is_send(graph.bulk(keys_of_one_thread));
    drop(is_send(bulk.next()));
}

#[test]
fn a_progress_tells_which_keys_it_has() {
    let mut progress = BulkProgress::new();
    assert!(progress.is_empty() && !progress.contains(&1));
    progress.extend([1, 2]);
    assert!(!progress.is_empty() && progress.contains(&1) && !progress.contains(&3));
    assert_eq!(format!("{progress:?}"), "BulkProgress { len: 2 }");
}
