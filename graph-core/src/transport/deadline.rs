//! Time limits for requests. The time in which nobody polls a request does not count.

#[cfg(test)]
mod tests;

use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

/// A timer divides a time limit into this many steps. A pause in polling counts as one step at most.
const STEPS: u32 = 16;

/// A poll that comes later than its timer by less than this time counts as punctual: the runtime was only busy.
const PUNCTUAL: Duration = Duration::from_millis(10);

/// The longest time limit: 136 years, so that its end can be represented.
const LONGEST: Duration = Duration::from_secs(1 << 32);

/// A request extension with the time at which the client gives up on the request. The client sets it, and no layer waits beyond that time.
///
/// While nobody polls the request, it makes no progress. So the time moves into the future by as long as nobody polls. Clones share the
/// same time. A layer should call [`at`](Self::at) whenever it needs the time, and not keep the result.
///
/// ```
/// use std::time::Duration;
///
/// use graph_core::transport::Deadline;
/// use tokio::time::Instant;
///
/// let end = Instant::now() + Duration::from_secs(3);
/// assert_eq!(Deadline::new(end).at(), end);
/// ```
#[derive(Clone, Debug)]
pub struct Deadline {
    /// The time between two checks of whether somebody polls the request.
    step: Duration,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    at: Instant,
    /// The total time in which nobody polled the request.
    idle: Duration,
    /// When polling last resumed after a pause. A pause that ended by this instant is already part of `idle`.
    idle_until: Instant,
}

impl Deadline {
    /// Creates a deadline at this time.
    pub fn new(at: Instant) -> Self {
        let now = Instant::now();
        Self::from_parts(at, at.saturating_duration_since(now), now)
    }

    /// Creates a deadline that is `limit` from now.
    pub(crate) fn after(limit: Duration) -> Self {
        let (now, limit) = (Instant::now(), limit.min(LONGEST));
        Self::from_parts(now.checked_add(limit).unwrap_or(now), limit, now)
    }

    fn from_parts(at: Instant, limit: Duration, now: Instant) -> Self {
        let step = (limit / STEPS).max(Duration::from_millis(1));
        Self { step, state: Arc::new(Mutex::new(State { at, idle: Duration::ZERO, idle_until: now })) }
    }

    /// Returns the time at which the client gives up, if the request is polled until then.
    pub fn at(&self) -> Instant {
        self.lock().at
    }

    /// Returns the total time in which nobody polled the request.
    pub(super) fn idle(&self) -> Duration {
        self.lock().idle
    }

    /// Moves the deadline into the future by the time from `from` to `until`, in which nobody polled. Does not count a part of this time
    /// twice.
    fn skip(&self, from: Instant, until: Instant) {
        let mut state = self.lock();
        let idle = until.saturating_duration_since(from.max(state.idle_until));
        state.idle = state.idle.saturating_add(idle);
        state.idle_until = until.max(state.idle_until);
        state.at = state.at.checked_add(idle).unwrap_or(state.at);
    }

    fn extend(&self, time: Duration) {
        let mut state = self.lock();
        state.at = state.at.checked_add(time).unwrap_or(state.at);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for the future until the deadline. Returns `None` if the deadline comes first.
///
/// The future is always polled before the deadline is checked.
pub(crate) async fn within<F: Future>(deadline: &Deadline, future: F) -> Option<F::Output> {
    watch(deadline, true, future).await
}

/// Waits for the future as long as it takes, and moves the deadline into the future by the time in which nobody polls.
pub(crate) async fn without_limit<F: Future>(deadline: &Deadline, future: F) -> F::Output {
    match watch(deadline, false, future).await {
        Some(output) => output,
        // A watch without a limit ends only with the future.
        None => std::future::pending().await,
    }
}

async fn watch<F: Future>(deadline: &Deadline, is_limit: bool, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    // The timer is created with the first pending poll, because most futures of tests and caches are ready at once.
    let mut timer = pin!(None::<Sleep>);
    let mut watch = Watch { deadline, is_limit, is_late: false, is_extended: false };
    std::future::poll_fn(|context| {
        watch.before_poll(timer.as_ref().get_ref().as_ref());
        if let Poll::Ready(output) = future.as_mut().poll(context) {
            return Poll::Ready(Some(output));
        }
        watch.after_poll(timer.as_mut(), context).map(|()| None)
    })
    .await
}

/// Measures with a timer how long nobody polls a future. The timer wakes the task after each step. So if the next poll comes much later
/// than that, nobody polled the task in between.
struct Watch<'a> {
    deadline: &'a Deadline,
    is_limit: bool,
    /// Whether the last poll came much later than its timer.
    is_late: bool,
    /// Whether the deadline was extended because its end came while nobody polled.
    is_extended: bool,
}

impl Watch<'_> {
    /// Called before the future is polled. Adds the time in which nobody polled to the deadline, so that the layers inside the future see
    /// the new deadline.
    fn before_poll(&mut self, timer: Option<&Sleep>) {
        self.is_late = false;
        if let Some(timer) = timer.filter(|timer| timer.is_elapsed()) {
            self.check_punctuality(timer.deadline());
        }
    }

    fn check_punctuality(&mut self, timer: Instant) {
        let now = Instant::now();
        if now.saturating_duration_since(timer) > PUNCTUAL {
            self.is_late = true;
            self.deadline.skip(timer, now);
        }
    }

    /// Called after the future is polled. Starts the next step of the timer, and returns `Ready` at the deadline.
    fn after_poll(&mut self, mut timer: Pin<&mut Option<Sleep>>, context: &mut Context<'_>) -> Poll<()> {
        loop {
            let Some(mut sleep) = timer.as_mut().as_pin_mut() else {
                timer.set(Some(sleep_until(self.next_step(Instant::now()))));
                continue;
            };
            ready!(sleep.as_mut().poll(context));
            self.check_punctuality(sleep.deadline());
            let now = Instant::now();
            if self.is_limit && self.deadline.at() <= now {
                if !self.is_late || self.is_extended {
                    return Poll::Ready(());
                }
                // The last step before the deadline ended while nobody polled, so the future was polled only once in that step. Give it one
                // more step.
                self.is_extended = true;
                self.deadline.extend(self.deadline.step);
            }
            sleep.reset(self.next_step(now));
        }
    }

    fn next_step(&self, now: Instant) -> Instant {
        let step = now.checked_add(self.deadline.step).unwrap_or(now);
        if self.is_limit { step.min(self.deadline.at()) } else { step }
    }
}
