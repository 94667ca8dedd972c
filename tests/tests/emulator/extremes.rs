//! Tests that extreme settings and hostile requests get a response, never a panic.

use std::time::Duration;

use super::entities::*;
use super::*;
use graph_core::emulator::{Fault, RetryAfter, Throttle};
use http::StatusCode;
use serde_json::json;
use time::{OffsetDateTime, PrimitiveDateTime};

const FORMS: [RetryAfter; 5] =
    [RetryAfter::Seconds, RetryAfter::Fractional, RetryAfter::Date, RetryAfter::Missing, RetryAfter::Any];

// E10
#[tokio::test]
async fn a_batch_holds_no_batch_in_any_spelling() {
    let emulator = Emulator::new().with::<Thing>();
    for url in ["/$batch", "/%24batch", "%24BATCH", "$batch?x=1", "/$ba%74ch"] {
        for path in ["/v1.0/$batch", "/v1.0/%24batch", "/beta/$Batch"] {
            let inner = json!({"requests": [{"id": "1", "method": "GET", "url": "/things/a"}]});
            let part =
                json!({"id": "1", "method": "POST", "url": url, "headers": {"Content-Type": "application/json"}, "body": inner});
            let post = request("POST", path).header("content-type", "application/json");
            let response = send(&emulator, post, json!({"requests": [part]}).to_string()).await;
            let status = json(&response)["responses"][0]["status"].clone();
            assert_eq!((response.status().as_u16(), status), (200, json!(400)), "{path} {url}");
        }
    }
    assert!(emulator.journal().iter().all(|exchange| exchange.method() != "GET"));
}

// E10
#[tokio::test]
async fn the_clock_starts_at_any_date() {
    let (first, last) = (PrimitiveDateTime::MIN.assume_utc(), PrimitiveDateTime::MAX.assume_utc());
    for start in [first, OffsetDateTime::UNIX_EPOCH - Duration::from_secs(1), last] {
        for form in FORMS {
            let emulator = Emulator::new().with::<Thing>().starting_at(start);
            emulator.fail_next([Fault::Status { status: StatusCode::TOO_MANY_REQUESTS, wait: Duration::MAX, form }]);
            assert_eq!(get(&emulator, "/v1.0/things/1").await.status(), 429);
            let response = get(&emulator, "/v1.0/things/1").await;
            assert!(response.headers()["date"].to_str().unwrap().ends_with(" GMT"));
            emulator.advance(Duration::MAX);
            get(&emulator, "/v1.0/things/1").await;
            assert!(emulator.now() >= start);
        }
    }
}

// E10
#[tokio::test]
async fn a_throttle_has_any_window() {
    for window in [Duration::MAX, Duration::ZERO, Duration::from_nanos(1), Duration::from_secs(u64::MAX)] {
        for form in FORMS {
            let throttle = Throttle::intune().window(window).writes(1).requests(usize::MAX).retry_after(form);
            let emulator = Emulator::new().with::<Thing>().throttle(throttle);
            for _ in 0..3 {
                patch(&emulator, "/v1.0/things/1", "{}").await;
            }
            emulator.advance(Duration::MAX);
            patch(&emulator, "/v1.0/things/1", "{}").await;
        }
    }
}

// E10
#[tokio::test]
async fn a_skip_token_has_any_text() {
    let emulator = Emulator::new().with::<Bag>();
    for id in ["1", "2"] {
        get(&emulator, &format!("/v1.0/bags/{id}")).await;
    }
    for token in ["18446744073709551615:a", "18446744073709551615:", "0:%F0%9F%92%A9", "18446744073709551615:1"] {
        for others in ["", "&$top=1", "&$orderby=number", "&$skip=18446744073709551615"] {
            let response = get(&emulator, &format!("/v1.0/bags?$skiptoken={token}{others}")).await;
            assert_eq!(response.status(), 200, "{token}{others}");
        }
    }
    for token in ["18446744073709551616:a", ":a", "-1:a", "x", "%00"] {
        refused(&get(&emulator, &format!("/v1.0/bags?$skiptoken={token}")).await, 400);
    }
    let last = get(&emulator, "/v1.0/bags?$top=18446744073709551615&$skip=18446744073709551615").await;
    assert_eq!(json(&last)["value"], json!([]));
}

#[tokio::test(start_paused = true)]
async fn settings_take_any_number() {
    let emulator = Emulator::new().with::<Bag>().page_size(0).journal_capacity(usize::MAX);
    get(&emulator, "/v1.0/bags/1").await;
    assert_eq!(json(&get(&emulator, "/v1.0/bags").await)["value"].as_array().unwrap().len(), 1);
    let emulator = Emulator::new().with::<Bag>().page_size(usize::MAX).journal_capacity(0);
    emulator.fail_next([Fault::SlowBody(Duration::from_secs(1))]);
    get(&emulator, "/v1.0/bags").await;
    for fault in [Fault::Silence(Duration::MAX), Fault::SlowBody(Duration::MAX)] {
        let emulator = Emulator::new().with::<Bag>().latency(Duration::MAX);
        emulator.fail_next([fault]);
        let never = tokio::time::timeout(Duration::from_secs(1), get(&emulator, "/v1.0/bags")).await;
        assert!(never.is_err());
    }
}

#[tokio::test]
async fn a_slow_body_over_a_socket_takes_any_time() {
    let server = Emulator::new().with::<Bag>().serve(0).await.unwrap();
    server.emulator().fail_next([Fault::SlowBody(Duration::MAX)]);
    let request = reqwest::Client::new().get(format!("{}/v1.0/bags", server.url())).bearer_auth("t").send();
    let response = request.await.unwrap();
    assert!(tokio::time::timeout(Duration::from_millis(50), response.text()).await.is_err());
}

#[tokio::test]
async fn deep_and_long_expressions_are_refused_or_answered() {
    let emulator = Emulator::new().with::<Thing>();
    let many = 20_000;
    let filter = |text: String| format!("/v1.0/things?$filter={}", text.replace(' ', "%20"));
    let (open, close) = ("(".repeat(many), ")".repeat(many));
    for path in [
        filter(format!("{open}int eq 1{close}")),
        filter(format!("{}truth", "not ".repeat(many))),
        filter(format!("int eq {}1", "-".repeat(many))),
        filter(format!("int{} eq 1", " add 1".repeat(many))),
        filter(format!("{}int eq 1", "tags/any(x:".repeat(many))),
        filter(format!("{}text{} eq 'a'", "tolower(".repeat(many), close)),
        format!("/v1.0/things?$search={open}a{close}"),
        format!("/v1.0/things?$search={}a", "NOT%20".repeat(many)),
        format!("/v1.0/things?$expand={}", "a($expand=".repeat(many)),
        format!("/v1.0/things?$select={}", "place/inner/".repeat(1000)),
    ] {
        if path.parse::<http::Uri>().is_err() {
            continue;
        }
        let response = get(&emulator, &path).await;
        assert_eq!(response.status(), 400, "{}", path.get(..60).unwrap());
    }
    let long = filter(format!("int eq 1{}", " or int eq 1".repeat(2000)));
    assert_eq!(get(&emulator, &long).await.status(), 200);
}
