use std::time::Duration;

use super::entities::*;
use super::*;
use graph_core::emulator::{RetryAfter, Throttle, Violation};

const THING: &str = "/v1.0/things/t1";

fn one_write_in_ten_seconds(form: RetryAfter) -> Emulator {
    let throttle = Throttle::intune().writes(1).window(Duration::from_secs(10)).retry_after(form);
    Emulator::new().with::<Thing>().throttle(throttle)
}

fn wait(response: &Response<Bytes>) -> Option<&str> {
    assert_eq!(response.status(), 429);
    response.headers().get("retry-after").map(|value| value.to_str().unwrap())
}

#[tokio::test(start_paused = true)]
async fn intunes_limit_of_writes_leaves_reads_alone() {
    let emulator = Emulator::new().with::<Thing>().throttle(Throttle::intune());
    for count in 0..100 {
        assert_eq!(patch(&emulator, THING, format!(r#"{{"int":{count}}}"#)).await.status(), 200);
    }
    let refused = patch(&emulator, THING, r#"{"int":100}"#).await;
    assert_eq!(wait(&refused), Some("20"));
    assert_eq!(json(&refused)["error"]["code"], "TooManyRequests");
    let body = json(&get(&emulator, THING).await);
    assert_eq!(body["int"], 99, "reads go on, and the write was not carried out");
    tokio::time::sleep(Duration::from_secs(20)).await;
    assert_eq!(patch(&emulator, THING, r#"{"int":100}"#).await.status(), 200);
    assert_eq!(emulator.journal().violations(), 0);
}

#[tokio::test(start_paused = true)]
async fn every_form_of_retry_after_is_exact() {
    for (form, text, millis) in [
        (RetryAfter::Seconds, Some("8"), 8000),
        (RetryAfter::Fractional, Some("7.600"), 7600),
        (RetryAfter::Date, Some("Thu, 01 Jan 2026 12:00:10 GMT"), 7600),
        (RetryAfter::Missing, None, 7600),
    ] {
        let emulator = one_write_in_ten_seconds(form);
        patch(&emulator, THING, "{}").await;
        tokio::time::sleep(Duration::from_millis(2400)).await;
        let refused = patch(&emulator, THING, r#"{"int":1}"#).await;
        assert_eq!(wait(&refused), text, "{form:?}");
        assert_eq!(refused.headers()["date"], "Thu, 01 Jan 2026 12:00:02 GMT");
        tokio::time::sleep(Duration::from_millis(millis)).await;
        assert_eq!(patch(&emulator, THING, r#"{"int":1}"#).await.status(), 200, "{form:?}");
        assert_eq!(emulator.journal().violations(), 0, "{form:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_early_client_waits_longer_and_is_recorded() {
    let emulator = one_write_in_ten_seconds(RetryAfter::Seconds);
    patch(&emulator, THING, "{}").await;
    assert_eq!(wait(&patch(&emulator, THING, r#"{"int":1}"#).await), Some("10"));
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert_eq!(wait(&patch(&emulator, THING, r#"{"int":1}"#).await), Some("10"), "anew from now on");
    let journal = emulator.journal();
    assert_eq!(journal.last().unwrap().violation(), Some(&Violation::Early { by: Duration::from_secs(1) }));
    assert!(journal.to_string().ends_with("=> 429 Too Many Requests (too early)\n"));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(patch(&emulator, THING, r#"{"int":2}"#).await.status(), 200, "another request has its own wait");
    tokio::time::sleep(Duration::from_secs(9)).await;
    assert_eq!(wait(&patch(&emulator, THING, r#"{"int":3}"#).await), Some("1"));
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(patch(&emulator, THING, r#"{"int":1}"#).await.status(), 200);
    assert_eq!(emulator.journal().violations(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_seed_decides_the_form() {
    let forms = |seed: u64| async move {
        let emulator = one_write_in_ten_seconds(RetryAfter::Any).random_seed(seed);
        let mut seen = Vec::new();
        for count in 0..20 {
            let response = patch(&emulator, THING, format!(r#"{{"int":{count}}}"#)).await;
            seen.push(response.headers().get("retry-after").map(|value| value.to_str().unwrap().to_owned()));
        }
        seen
    };
    let seen = forms(1).await;
    for form in [Some("10"), Some("10.000"), Some("Thu, 01 Jan 2026 12:00:10 GMT"), None] {
        assert!(seen.iter().skip(1).any(|seen| seen.as_deref() == form), "{form:?} in {seen:?}");
    }
    assert_eq!(forms(1).await, seen);
    assert_ne!(forms(2).await, seen);
}
