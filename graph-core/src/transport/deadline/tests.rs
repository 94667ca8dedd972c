//! Tests that the time in which nobody polls a request does not count against its time limit (case C2).

use tokio::time::sleep;

use super::*;

const LIMIT: Duration = Duration::from_secs(3);

/// Polls the future once.
async fn poll_once<F: Future + ?Sized>(future: &mut Pin<Box<F>>) -> Poll<F::Output> {
    std::future::poll_fn(|context| Poll::Ready(future.as_mut().poll(context))).await
}

/// Polls the future only once in each `interval`. Returns its output and the number of polls.
async fn poll_every<T>(interval: Duration, future: impl Future<Output = T>) -> (T, u32) {
    let mut future = Box::pin(future);
    for polls in 1.. {
        if let Poll::Ready(output) = poll_once(&mut future).await {
            return (output, polls);
        }
        sleep(interval).await;
    }
    unreachable!()
}

/// A future that waits `count` times for a millisecond. Each wait needs a poll of its own.
async fn steps(count: u32) -> &'static str {
    for _ in 0..count {
        sleep(Duration::from_millis(1)).await;
    }
    "done"
}

#[tokio::test(start_paused = true)]
async fn a_future_that_is_polled_has_exactly_the_limit() {
    for limit in [Duration::ZERO, Duration::from_millis(1), Duration::from_millis(100), LIMIT] {
        let start = Instant::now();
        assert_eq!(within(&Deadline::after(limit), std::future::pending::<()>()).await, None);
        assert_eq!(start.elapsed(), limit);
    }
    let deadline = Deadline::after(Duration::MAX);
    assert_eq!(within(&deadline, steps(2)).await, Some("done"));
    assert_eq!(within(&Deadline::after(LIMIT), sleep(LIMIT - Duration::from_millis(1))).await, Some(()));
}

#[tokio::test(start_paused = true)]
async fn a_pause_in_polling_counts_as_one_step_at_most() {
    for interval in [40, 200, 1_000, 60_000].map(Duration::from_millis) {
        let deadline = Deadline::after(LIMIT);
        let (result, polls) = poll_every(interval, within(&deadline, steps(12))).await;
        assert_eq!((result, polls), (Some("done"), 13), "{interval:?}");
    }
    for interval in [200, 1_000, 60_000].map(Duration::from_millis) {
        let deadline = Deadline::after(LIMIT);
        let (result, polls) = poll_every(interval, within(&deadline, std::future::pending::<()>())).await;
        assert!(result.is_none() && (STEPS..=STEPS + 3).contains(&polls), "{polls} polls every {interval:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn after_a_pause_the_future_has_the_rest_of_its_time() {
    for (before, after, expected) in [(1000, 1500, Some(())), (1000, 2500, None), (2990, 100, Some(())), (2990, 500, None)] {
        let deadline = Deadline::after(LIMIT);
        let work = async {
            sleep(Duration::from_millis(before)).await;
            sleep(Duration::from_millis(after)).await;
        };
        let mut limited = Box::pin(within(&deadline, work));
        let first_part = tokio::time::timeout(Duration::from_millis(before - 5), &mut limited);
        assert!(first_part.await.is_err());
        sleep(Duration::from_secs(3600)).await;
        assert!(deadline.at() < Instant::now());
        assert_eq!(limited.await, expected, "{before} ms and {after} ms");
    }
}

/// Two nested futures that watch the same deadline count a pause in polling once.
#[tokio::test(start_paused = true)]
async fn nested_watches_count_a_pause_once() {
    let deadline = Deadline::after(LIMIT);
    let start = deadline.at();
    let mut nested = Box::pin(within(&deadline, without_limit(&deadline, steps(12))));
    assert!(poll_once(&mut nested).await.is_pending());
    sleep(Duration::from_secs(60)).await;
    assert!(poll_once(&mut nested).await.is_pending());
    assert!((59..=60).contains(&deadline.idle().as_secs()) && deadline.at() == start + deadline.idle());
    assert_eq!(nested.await, Some("done"));
}
