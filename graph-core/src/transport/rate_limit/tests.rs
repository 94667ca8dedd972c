use tokio::time::Instant;

use super::*;
use crate::testing::{Script, answer};

async fn send_all(transport: &RateLimit<Script>, requests: impl IntoIterator<Item = http::Request<Bytes>>) {
    let mut set = tokio::task::JoinSet::new();
    for request in requests {
        let transport = transport.clone();
        set.spawn(async move { transport.send(request).await.map(drop).unwrap() });
    }
    set.join_all().await;
}

fn script() -> Script {
    Script::new(std::iter::repeat_with(|| answer(204, &[], "")).take(1000))
}

fn write() -> http::Request<Bytes> {
    http::Request::patch("/x").body(Bytes::new()).unwrap()
}

#[tokio::test(start_paused = true)]
async fn no_window_has_more_than_the_limit() {
    let script = script();
    let transport = RateLimit::intune(script.clone());
    send_all(&transport, std::iter::repeat_with(write).take(250)).await;
    tokio::time::sleep(Duration::from_secs(7)).await;
    send_all(&transport, std::iter::repeat_with(write).take(250)).await;
    let times = script.times();
    assert_eq!(times.len(), 500);
    let busiest = times.iter().map(|start| times.iter().filter(|time| (*start..start + 20.0).contains(time)).count()).max();
    assert!((90..=100).contains(&busiest.unwrap()), "{busiest:?} in 20 s");
    assert!(times[499] < 120.0, "500 writes took {} s", times[499]);
}

#[tokio::test(start_paused = true)]
async fn reads_pass_if_only_writes_are_limited() {
    let reads = || std::iter::repeat_with(|| http::Request::get("/x").body(Bytes::new()).unwrap()).take(500);
    let unlimited = script();
    send_all(&RateLimit::intune(unlimited.clone()), reads()).await;
    assert_eq!(unlimited.times()[499], 0.0);
    let limited = script();
    send_all(&RateLimit::new(limited.clone(), NonZeroU32::new(100).unwrap(), Duration::from_secs(20)), reads()).await;
    assert!(limited.times()[499] > 80.0);
}

#[tokio::test(start_paused = true)]
async fn a_batch_counts_as_its_parts() {
    let script = script();
    let batches = std::iter::repeat_with(|| {
        let mut request = write();
        request.extensions_mut().insert(Cost { requests: 20, writes: 20 });
        request
    });
    send_all(&RateLimit::intune(script.clone()), batches.take(11)).await;
    assert!(script.times()[10] > 40.0, "220 writes took {} s", script.times()[10]);
}

#[tokio::test(start_paused = true)]
async fn batches_do_not_exceed_the_limit_in_any_window() {
    let batch = |cost| {
        let mut request = write();
        request.extensions_mut().insert(Cost { requests: cost, writes: cost });
        request
    };
    let mixed = [vec![batch(20); 3], vec![write(); 200], vec![batch(20); 5], vec![batch(7); 20], vec![batch(100); 2]].concat();
    let script = script();
    let transport = RateLimit::intune(script.clone());
    for request in mixed {
        transport.send(request).await.unwrap();
    }
    let cost = |request: http::Request<Bytes>| request.extensions().get::<Cost>().map_or(1, |cost| cost.writes);
    let times = script.times().into_iter().map(|time| (time * 1000.0).round() as u64);
    let sent: Vec<(u64, u32)> = times.zip(script.requests().into_iter().map(cost)).collect();
    let within = |start: u64| sent.iter().filter(move |(at, _)| (start..start + 20_000).contains(at)).map(|(_, cost)| cost).sum();
    let busiest: Option<u32> = sent.iter().map(|(start, _)| within(*start)).max();
    assert_eq!(busiest, Some(100));
    let (last, all) = (sent.last().unwrap().0, sent.iter().map(|(_, cost)| cost).sum::<u32>());
    assert!(last < u64::from(all) * 20_000 / 85, "{all} writes in {last} ms");

    // A batch larger than the limit is sent after a window without any other request.
    let script = self::script();
    let transport = RateLimit::new(script.clone(), NonZeroU32::new(10).unwrap(), Duration::from_secs(1));
    for request in [batch(20), write(), batch(20)] {
        transport.send(request).await.unwrap();
    }
    let times = script.times();
    assert!(times[1] - times[0] >= 1.0 && times[2] - times[1] >= 1.0, "{times:?}");
}

#[tokio::test(start_paused = true)]
async fn a_request_that_would_be_late_fails_at_once_and_delays_nobody() {
    let script = script();
    let transport = RateLimit::new(script.clone(), NonZeroU32::new(10).unwrap(), Duration::from_secs(9));
    let start = Instant::now();
    let send = |in_time: f64| {
        let mut request = write();
        request.extensions_mut().insert(Deadline::new(start + Duration::from_secs_f64(in_time)));
        let transport = transport.clone();
        tokio::spawn(async move { (transport.send(request).await.map(drop).map_err(|error| error.kind()), start.elapsed()) })
    };
    // One request per second is sent.
    let line: Vec<_> = (0..100).map(|_| send(5.5)).collect();
    for (place, one) in line.into_iter().enumerate() {
        let expected = if place < 6 { (Ok(()), place as u64) } else { (Err(TransportErrorKind::NotSent), 0) };
        let (result, elapsed) = one.await.unwrap();
        assert_eq!((result, elapsed.as_secs()), expected, "{place}");
    }
    assert_eq!(script.times().len(), 6);
    // Cancelled requests leave the line.
    let cancelled: Vec<_> = (0..10).map(|_| send(100.0)).collect();
    tokio::task::yield_now().await;
    cancelled.iter().for_each(|one| one.abort());
    tokio::task::yield_now().await;
    assert_eq!(send(6.5).await.unwrap().0, Ok(()));
}

#[tokio::test(start_paused = true)]
async fn the_smallest_limits_are_respected() {
    for (limit, window) in [(1, 1), (2, 1), (1, 0)] {
        let script = script();
        let transport = RateLimit::new(script.clone(), NonZeroU32::new(limit).unwrap(), Duration::from_secs(window));
        send_all(&transport, std::iter::repeat_with(write).take(5)).await;
        let least = window as f64 * 4.0 / f64::from(limit);
        assert!(script.times()[4] >= least - 0.01, "{limit} in {window} s: {:?}", script.times());
    }
}

/// A batch needs more room than single requests, but they do not keep overtaking it.
#[tokio::test(start_paused = true)]
async fn a_batch_is_sent_in_order_of_arrival_among_many_single_requests() {
    let script = script();
    let transport = RateLimit::intune(script.clone());
    let mut set = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let transport = transport.clone();
        set.spawn(async move {
            for _ in 0..60 {
                transport.send(write()).await.unwrap();
            }
        });
    }
    tokio::time::sleep(Duration::from_secs(10)).await;
    let start = Instant::now();
    let mut batch = write();
    batch.extensions_mut().insert(Cost { requests: 20, writes: 20 });
    transport.send(batch).await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(8), "a batch waited {:?}", start.elapsed());
    set.join_all().await;
}

#[tokio::test(start_paused = true)]
async fn a_batch_that_is_not_polled_delays_single_requests_only_once() {
    let script = script();
    let transport = RateLimit::new(script.clone(), NonZeroU32::new(10).unwrap(), Duration::from_secs(9));
    transport.send(write()).await.unwrap();
    let mut batch = write();
    batch.extensions_mut().insert(Cost { requests: 20, writes: 20 });
    let mut unpolled = transport.send(batch);
    assert!(tokio::time::timeout(Duration::ZERO, &mut unpolled).await.is_err());
    for _ in 0..5 {
        transport.send(write()).await.unwrap();
    }
    // The batch may be sent at 9 s, so the first of these requests takes the batch's turn. One request per second follows.
    let times = script.times();
    assert!((9.0..9.1).contains(&times[1]) && (13.0..13.1).contains(&times[5]), "{times:?}");
    unpolled.await.unwrap();
    assert!((22.0..22.1).contains(&script.times()[6]), "{:?}", script.times());
}
