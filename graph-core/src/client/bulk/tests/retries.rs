//! Tests of a bulk's retries after failures other than throttling.

use super::*;

#[tokio::test(start_paused = true)]
async fn transient_failures_are_retried() {
    let fake = Fake::new(|url, tries| {
        let statuses = [408, 429, 500, 502, 503, 504];
        let id: usize = url.rsplit('/').next().unwrap().parse().unwrap();
        if tries == 1 { (statuses[id % 6], None) } else { (200, None) }
    });
    let fates = [
        Err(TransportErrorKind::Connect),
        Err(TransportErrorKind::Timeout),
        Err(TransportErrorKind::Interrupted),
        Ok((502, None)),
    ];
    let fake = fake.fate(move |count| fates.get(count - 1).copied());
    let results = all(patches(&fake.client(), 0..60).max_attempts(4)).await;
    assert_eq!(keys(&results), (0..60).collect::<Vec<_>>());
    for (key, result) in results {
        result.unwrap_or_else(|error| panic!("{key}: {error}"));
    }
}

#[tokio::test(start_paused = true)]
async fn final_failures_are_reported_at_once_and_attempts_are_limited() {
    let fake = Fake::new(|url, _| match url.rsplit('/').next().unwrap() {
        "0" => (400, None),
        "1" => (412, None),
        "2" => (501, None),
        "3" => (500, None),
        _ => (200, None),
    });
    let results = all(patches(&fake.client(), 0..5).max_attempts(3)).await;
    let errors: HashMap<usize, Error> = results.into_iter().filter_map(|(key, result)| Some((key, result.err()?))).collect();
    assert!(errors.len() == 4 && errors[&1].is_precondition_failed(), "{errors:?}");
    assert_eq!(errors[&3].service().unwrap().attempts, 3);
    let notes = fake.notes.lock().unwrap();
    assert_eq!([0, 1, 2, 3].map(|id| notes.tries[&format!("/things/{id}")]), [1, 1, 1, 3]);
}

#[tokio::test(start_paused = true)]
async fn a_patch_with_if_match_is_not_retried_after_an_ambiguous_failure() {
    let lost = |fate| async move {
        let fake = Fake::fine().fate(move |count| (count == 1).then_some(fate));
        let graph = fake.client();
        let requests = ["a", "b"].map(|id| (id, graph.patch(thing(id), Thing::patch().count(1)).if_match("W/\"1\"")));
        all(graph.bulk(requests)).await
    };
    for fate in [Err(TransportErrorKind::Interrupted), Err(TransportErrorKind::Timeout), Ok((504, None)), Ok((500, None))] {
        for (_, result) in lost(fate).await {
            let error = result.unwrap_err();
            assert!(matches!(&error, Error::Batch(error) if matches!(error.problem, BatchProblem::Failed(_))), "{error}");
            assert!(
                error.to_string().starts_with("PATCH /v1.0/things/{thingId}: its batch failed (")
                    && format!("{error:#}").contains("): POST /v1.0/$batch: "),
                "{error}"
            );
        }
    }
    for fate in [Err(TransportErrorKind::Connect), Ok((503, None)), Ok((429, None))] {
        assert!(lost(fate).await.iter().all(|(_, result)| result.is_ok()));
    }
}

#[tokio::test(start_paused = true)]
async fn requests_to_one_entity_keep_their_order() {
    let fake = Fake::new(|_, tries| {
        if tries % 3 == 1 {
            (429, Some(1))
        } else if tries % 3 == 2 {
            (500, None)
        } else {
            (200, None)
        }
    });
    let graph = fake.client();
    let requests: Vec<_> = (0..300).map(|n| (n, graph.patch(thing(n % 3), Thing::patch().count(n)))).collect();
    let results = all(graph.bulk(requests)).await;
    assert!(results.len() == 300 && results.iter().all(|(_, result)| result.is_ok()));
    let notes = fake.notes.lock().unwrap();
    for object in 0..3 {
        let counts: Vec<i64> =
            notes.done[&format!("/things/{object}")].iter().map(|body| body["count"].as_i64().unwrap()).collect();
        assert_eq!(counts, (0..100).map(|n| n * 3 + object).collect::<Vec<_>>());
    }
}

/// C4: runs 2,000 patches through an outage of 2 s. Returns the number of HTTP requests, and how many of them contained a single patch.
async fn requests_through(outage: Result<(u16, Option<u64>), TransportErrorKind>, latency: Duration) -> (usize, usize) {
    let fake = Fake::fine().latency(latency);
    let start = fake.start;
    let fake = fake.fate(move |_| (start.elapsed() < Duration::from_secs(2)).then_some(outage));
    let results = all(patches(&fake.client(), 0..2000)).await;
    assert_eq!(keys(&results), (0..2000).collect::<Vec<_>>());
    assert!(results.iter().all(|(_, result)| result.is_ok()), "{outage:?}");
    let sizes = fake.sizes();
    (sizes.len(), sizes.into_iter().filter(|size| *size == 1).count())
}

#[tokio::test(start_paused = true)]
async fn requests_that_fail_together_are_sent_again_together() {
    for latency in [0, 50, 200].map(Duration::from_millis) {
        let (throttled, _) = requests_through(Ok((503, Some(2))), latency).await;
        assert!((100..=110).contains(&throttled), "{throttled}");
        let statuses = [500, 502, 503, 504].map(|status| Ok((status, None)));
        for outage in statuses.into_iter().chain([Err(TransportErrorKind::Interrupted), Err(TransportErrorKind::Timeout)]) {
            let (requests, singles) = requests_through(outage, latency).await;
            assert!(
                requests <= 2 * throttled && singles == 0,
                "{outage:?} after {latency:?}: {requests}, {singles} with one patch"
            );
        }
    }
}

/// C4: if the requests of a batch fail each with its own error response, they are sent again together, even those that have failed before.
#[tokio::test(start_paused = true)]
async fn parts_of_a_batch_that_fail_together_are_sent_again_together() {
    let fake = Fake::new(|url, tries| {
        let id: usize = url.rsplit('/').next().unwrap().parse().unwrap();
        if tries <= 2 + id % 2 { (500, None) } else { (200, None) }
    });
    let results = all(patches(&fake.client(), 0..20)).await;
    assert!(results.iter().all(|(_, result)| result.is_ok()));
    assert_eq!(fake.sizes(), [20, 20, 20, 10]);

    let fake = Fake::new(|_, tries| if tries == 1 { (500, Some(5)) } else { (200, None) });
    assert!(all(patches(&fake.client(), 0..20)).await.iter().all(|(_, result)| result.is_ok()));
    assert_eq!(fake.sizes(), [20, 20]);
}

/// C6: after a failure, a creation is sent again only if the caller has marked it as idempotent, because the service may have carried it
/// out.
#[tokio::test(start_paused = true)]
async fn a_creation_that_may_have_been_carried_out_is_not_sent_again() {
    let statuses = [(503, None), (503, Some(1)), (500, None), (502, None), (504, None), (408, None)];
    for batch_size in [1, 20] {
        for idempotency in [Idempotency::NotIdempotent, Idempotency::Idempotent] {
            let parts = statuses.map(|status| Fake::new(move |_, tries| if tries <= 4 { status } else { (200, None) }));
            let whole = statuses.map(|status| Fake::fine().fate(move |count| (count == 1).then_some(Ok(status))));
            let lost = [TransportErrorKind::Interrupted, TransportErrorKind::Timeout]
                .map(|kind| Fake::fine().fate(move |count| (count == 1).then_some(Err(kind))));
            for (case, fake) in parts.into_iter().chain(whole).chain(lost).enumerate() {
                let graph = Client::new(Retry::new(fake.clone()).retry_ambiguous_writes(), StaticToken::new(TOKEN));
                let create = |n: i32| {
                    let request = graph.create(Thing::v1().things_collection(), Thing::patch().count(n));
                    (n as usize, request.idempotency(idempotency))
                };
                let results = all(graph.bulk((0..40).map(create)).batch_size(batch_size)).await;
                let sent: usize = fake.sizes().iter().sum();
                let all_succeeded = results.iter().all(|(_, result)| result.is_ok());
                let was_asked = idempotency.is_idempotent();
                assert!(results.len() == 40 && all_succeeded == was_asked && (sent > 40) == was_asked, "{case}: {sent} sent");
            }
        }
    }
}

/// C6: after a 503 with `Retry-After`, the creations that were not sent yet wait, so that only the few creations under way fail.
#[tokio::test(start_paused = true)]
async fn creations_wait_while_the_service_is_unavailable() {
    let fake = Fake::fine();
    let start = fake.start;
    let fake = fake.fate(move |_| (start.elapsed() < Duration::from_secs(2)).then_some(Ok((503, Some(2)))));
    let graph = fake.client();
    let create = |n: i32| (n as usize, graph.create(Thing::v1().things_collection(), Thing::patch().count(n)));
    let results = all(graph.bulk((0..1000).map(create))).await;
    let failed = results.iter().filter(|(_, result)| result.is_err()).count();
    assert!(results.len() == 1000 && failed <= 4 * 20, "{failed} of 1000, in the four batches under way");
    assert_eq!(fake.sizes().iter().sum::<usize>(), 1000);
}
