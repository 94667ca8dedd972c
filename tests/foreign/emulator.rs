//! The emulator that the SDKs send their requests to.

use std::time::Duration;

use graph_core::emulator::{Emulator, Fault, RetryAfter};
use graph_core::model::{IdError, PropertyValue};
use http::StatusCode;

use crate::entities::{Group, GroupId, PlannerTask, PlannerTaskId, PreviewType, User};

/// Returns an emulator with the groups `g1` to `g7`, the task `t1`, and groups whose first request is throttled.
pub(crate) fn emulator() -> Result<Emulator, IdError> {
    // An SDK sends its token only to Graph's hosts, so the links lead there; the scenarios redirect these hosts to the emulator's port.
    let emulator = Emulator::new().seeded_only().assigns_keys().next_links_to("https://graph.microsoft.com");
    for number in 1..=7 {
        group(&emulator, &format!("g{number}"), &format!("Group {number}"))?;
    }
    for id in ["busy-read", "busy-write", "busy-in-batch"] {
        throttle(&emulator, id)?;
    }
    emulator.expire("expired");
    let task =
        PlannerTask { id: "t1".into(), title: "Write".into(), preview_type: PreviewType::Automatic, ..PlannerTask::blank() };
    emulator.seed(&PlannerTask::v1().tasks(&PlannerTaskId::new("t1")?), &task);
    Ok(emulator)
}

fn group(emulator: &Emulator, id: &str, name: &str) -> Result<(), IdError> {
    let member = User { id: format!("member-of-{id}"), display_name: Some("Ada".into()) };
    let group = Group { id: id.into(), display_name: Some(name.into()), members: Some(vec![member]), ..Group::blank() };
    emulator.seed(&Group::v1().groups(&GroupId::new(id)?), &group);
    Ok(())
}

/// Makes the emulator throttle the first request to the group with this id.
fn throttle(emulator: &Emulator, id: &str) -> Result<(), IdError> {
    group(emulator, id, id)?;
    // The JavaScript SDK rounds a date in `Retry-After` to a whole second, so with `RetryAfter::Date` it retries up to half a second early.
    let (status, wait, form) = (StatusCode::TOO_MANY_REQUESTS, Duration::from_secs(1), RetryAfter::Seconds);
    emulator.fail_at(&Group::v1().groups(&GroupId::new(id)?), [Fault::Status { status, wait, form }]);
    Ok(())
}
