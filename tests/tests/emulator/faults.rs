use std::time::Duration;

use super::entities::*;
use super::*;
use graph_core::emulator::{Fault, RetryAfter};
use graph_core::transport::TransportErrorKind;
use http::StatusCode;

const THING: &str = "/v1.0/things/t1";

/// Patches the property `int` under a fault. Returns the result of the request, whether the emulator applied the patch, and the time that
/// the request took.
async fn patch_under(fault: Fault) -> (Result<u16, TransportErrorKind>, bool, Duration) {
    let emulator = Emulator::new().with::<Thing>();
    emulator.fail_next([fault]);
    let request = request("PATCH", THING).header("content-type", "application/json").body(r#"{"int":7}"#.into()).unwrap();
    let start = tokio::time::Instant::now();
    let result = emulator.send(request).await;
    let path = Thing::v1().things(&ThingId::new("t1").unwrap());
    let applied = emulator.stored(&path).is_some_and(|thing| thing.int == 7);
    assert_eq!(emulator.journal().last().unwrap().applied(), applied);
    assert_eq!(emulator.journal().patched::<Thing>().len(), usize::from(applied));
    (result.map(|response| response.status().as_u16()).map_err(|error| error.kind()), applied, start.elapsed())
}

#[tokio::test(start_paused = true)]
async fn each_fault_does_what_it_says() {
    let (second, interrupted) = (Duration::from_secs(1), Err(TransportErrorKind::Interrupted));
    let unavailable = Fault::status(StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(patch_under(unavailable).await, (Ok(503), false, Duration::ZERO));
    assert_eq!(patch_under(Fault::Redirect("https://example.com/".parse().unwrap())).await, (Ok(307), false, Duration::ZERO));
    assert_eq!(patch_under(Fault::Reset).await, (interrupted, false, Duration::ZERO));
    assert_eq!(patch_under(Fault::LostAnswer).await, (interrupted, true, Duration::ZERO));
    assert_eq!(patch_under(Fault::Silence(second)).await, (interrupted, false, second));
    assert_eq!(patch_under(Fault::TruncatedBody).await, (interrupted, true, Duration::ZERO));
    assert_eq!(patch_under(Fault::SlowBody(second)).await, (Ok(200), true, second));
    assert_eq!(patch_under(Fault::OtherBody("no".into())).await, (Ok(200), true, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn a_fault_with_a_wait_must_be_obeyed() {
    let emulator = Emulator::new().with::<Thing>();
    let wait = Duration::from_millis(1500);
    emulator.fail_next([Fault::Status { status: StatusCode::SERVICE_UNAVAILABLE, wait, form: RetryAfter::Fractional }]);
    let response = patch(&emulator, THING, "{}").await;
    refused(&response, 503);
    assert_eq!(response.headers()["retry-after"], "1.500");
    tokio::time::sleep(Duration::from_secs(1)).await;
    let early = patch(&emulator, THING, "{}").await;
    assert_eq!((early.status().as_u16(), emulator.journal().violations()), (429, 1));
    tokio::time::sleep(wait).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(patch(&emulator, THING, "{}").await.status(), 200);
}

#[tokio::test]
async fn queued_faults_are_met_in_order_and_at_their_path() {
    let emulator = Emulator::new().with::<Thing>();
    let status = |code: u16| Fault::status(StatusCode::from_u16(code).unwrap());
    emulator.fail_at(&Thing::v1().things(&ThingId::new("a b").unwrap()), [status(504), status(500)]);
    emulator.fail_next([status(503)]);
    let mut seen = Vec::new();
    for id in ["a%20b", "x", "a%20b", "a%20b", "x"] {
        seen.push(get(&emulator, &format!("/v1.0/things/{id}")).await.status().as_u16());
    }
    assert_eq!(seen, [504, 503, 500, 200, 200]);
}

#[tokio::test]
async fn queued_faults_are_shown_and_cleared() {
    let emulator = Emulator::new().with::<Thing>();
    emulator.fail_at(&Thing::v1().things(&ThingId::new("misspelt").unwrap()), [Fault::TruncatedBody]);
    emulator.fail_next([Fault::Reset, Fault::LostAnswer]);
    let _ = emulator.send(request("GET", THING).body(Bytes::new()).unwrap()).await;
    assert_eq!(emulator.queued_faults(), [Fault::LostAnswer, Fault::TruncatedBody]);
    let told = format!("{emulator:?}");
    assert!(told.contains(r#"{"next": [LostAnswer], "/v1.0/things/misspelt": [TruncatedBody]}"#), "{told}");

    emulator.clear_faults();
    assert_eq!(emulator.queued_faults(), []);
    assert_eq!(get(&emulator, THING).await.status(), 200);
    assert_eq!(get(&emulator, "/v1.0/things/misspelt").await.status(), 200);
}

#[tokio::test]
async fn random_faults_come_in_their_share_and_by_seed() {
    let kinds = [Fault::Reset, Fault::LostAnswer, Fault::status(StatusCode::BAD_GATEWAY)];
    let run = |seed: u64, share: f64| {
        let emulator = Emulator::new().with::<Thing>().random_faults(share, kinds.clone()).random_seed(seed);
        async move {
            for _ in 0..1000 {
                let _ = emulator.send(request("GET", THING).body(Bytes::new()).unwrap()).await;
            }
            emulator.journal().iter().map(|exchange| exchange.status().map(|status| status.as_u16())).collect::<Vec<_>>()
        }
    };
    let seen = run(5, 0.3).await;
    let count = |wanted: Option<u16>| seen.iter().filter(|status| **status == wanted).count();
    assert!((620..780).contains(&count(Some(200))), "{}", count(Some(200)));
    assert!((60..140).contains(&count(Some(502))) && (140..260).contains(&count(None)));
    assert_eq!(run(5, 0.3).await, seen);
    assert_ne!(run(6, 0.3).await, seen);
    assert!(run(5, 0.0).await.iter().all(|status| *status == Some(200)));
    assert!(run(5, 1.0).await.iter().all(|status| *status != Some(200)));
}

#[test]
fn impossible_random_faults_panic() {
    let message = |share: f64, kinds: &[Fault]| {
        let random = || Emulator::new().random_faults(share, kinds.to_vec());
        let panic = std::panic::catch_unwind(random).unwrap_err();
        panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string)).unwrap()
    };
    for share in [1.5, -0.1, f64::NAN, f64::INFINITY] {
        assert_eq!(message(share, &[Fault::Reset]), format!("a share of all requests is from 0 to 1, not {share}"));
    }
    assert_eq!(message(0.5, &[]), "there is no fault to meet at random");
}

#[tokio::test(start_paused = true)]
async fn latency_delays_every_response() {
    let emulator = Emulator::new().with::<Thing>().latency(Duration::from_millis(30));
    let start = tokio::time::Instant::now();
    get(&emulator, THING).await;
    assert_eq!(start.elapsed(), Duration::from_millis(30));
}
