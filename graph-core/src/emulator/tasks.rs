//! The long-running operations of an emulator: their settings, their progress and their reports.

use std::collections::BTreeMap;
use std::time::Duration;

use http::StatusCode;
use http::header::LOCATION;
use serde_json::json;
use time::OffsetDateTime;

use super::link::Link;
use super::object::Object;
use super::reply::{Body, Reply};
use super::routes::Key;
use crate::model::edm::DateTimeOffset;
use crate::model::json::Json;

/// How an emulator carries out the requests for one type as long-running operations; see
/// [`Emulator::long_running`](super::facade::Emulator::long_running).
#[derive(Clone, Debug)]
pub struct LongRunning {
    polls: u32,
    pub(super) form: OperationForm,
    pub(super) retry_after: Option<Duration>,
    pub(super) failure: Option<(String, String)>,
}

/// The form in which a service reports the progress of an operation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OperationForm {
    /// A [richLongRunningOperation](https://learn.microsoft.com/graph/api/resources/richlongrunningoperation), at a URL below the path of
    /// the request.
    #[default]
    LongRunning,
    /// A [teamsAsyncOperation](https://learn.microsoft.com/graph/api/resources/teamsasyncoperation), at a URL that the response gives
    /// without host and version.
    Teams,
    /// A monitor URL on another host, which works without a token, as after the
    /// [copy of a driveItem](https://learn.microsoft.com/graph/api/driveitem-copy). At the end it redirects to the object (303).
    Monitor,
}

impl LongRunning {
    /// Makes operations succeed at the poll with this number. With 0 or 1, they succeed at the first poll.
    pub const fn polls(polls: u32) -> Self {
        Self { polls, form: OperationForm::LongRunning, retry_after: None, failure: None }
    }

    /// Makes the operations fail with this code and message, and without any change.
    #[must_use]
    pub fn failing(self, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { failure: Some((code.into(), message.into())), ..self }
    }

    /// Sets the form in which the emulator reports the progress of an operation; [`OperationForm::LongRunning`] if not set.
    #[must_use]
    pub fn form(self, form: OperationForm) -> Self {
        Self { form, ..self }
    }

    /// Sets the `Retry-After` of the responses. Without this setting, the client chooses how long it waits.
    #[must_use]
    pub fn retry_after(self, wait: Duration) -> Self {
        Self { retry_after: Some(wait), ..self }
    }
}

/// The settings of the types whose requests run long, by the qualified name of the type; and the accepted operations, by their id.
#[derive(Debug, Default)]
pub(super) struct Tasks {
    pub(super) settings: BTreeMap<&'static str, LongRunning>,
    pub(super) running: BTreeMap<String, Task>,
}

/// A request that the emulator has accepted as a long-running operation.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) how: LongRunning,
    pub(super) polls: u32,
    pub(super) accepted: OffsetDateTime,
    pub(super) changes: Changes,
    /// The reply that the request would get if it did not run long.
    pub(super) reply: Reply,
    /// The URL of the result, as the reports name it.
    pub(super) resource: Option<String>,
}

/// The changes that an emulator makes when an operation succeeds.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) objects: MapChanges<Object>,
    pub(super) links: MapChanges<Link>,
}

/// The new values of a map; `None` for a value to remove.
pub(super) type MapChanges<V> = Vec<(Key, Option<V>)>;

impl Task {
    pub(super) fn is_done(&self) -> bool {
        self.polls >= self.how.polls
    }

    /// Returns the word for the operation's status in a report: `running` while the operation runs, `succeeded` after success, and "failed"
    /// after a failure.
    fn status(&self, running: &'static str, succeeded: &'static str) -> &'static str {
        match (&self.how.failure, self.is_done()) {
            (_, false) => running,
            (None, true) => succeeded,
            (Some(_), true) => "failed",
        }
    }

    fn percent(&self) -> f64 {
        if self.is_done() { 100.0 } else { 100.0 * f64::from(self.polls) / f64::from(self.how.polls) }
    }

    /// Returns the URL of the result if the operation has succeeded.
    fn result(&self) -> Option<&str> {
        self.resource.as_deref().filter(|_| self.is_done() && self.how.failure.is_none())
    }

    fn error(&self) -> Json {
        match self.how.failure.as_ref().filter(|_| self.is_done()) {
            Some((code, message)) => json!({"code": code, "message": message}),
            None => Json::Null,
        }
    }

    pub(super) fn long_running(&self, id: &str) -> Json {
        json!({
            "@odata.type": "#microsoft.graph.richLongRunningOperation",
            "id": id,
            "createdDateTime": DateTimeOffset::from(self.accepted).to_string(),
            "status": self.status("running", "succeeded"),
            "percentageComplete": self.percent(),
            "resourceLocation": self.result(),
            "error": self.error(),
        })
    }

    pub(super) fn teams(&self, id: &str) -> Json {
        json!({
            "id": id,
            "operationType": "createTeam",
            "createdDateTime": DateTimeOffset::from(self.accepted).to_string(),
            "status": self.status("inProgress", "succeeded"),
            "attemptsCount": 1,
            "targetResourceLocation": self.resource,
            "error": self.error(),
        })
    }

    pub(super) fn monitor(&self) -> Reply {
        match (self.result(), self.how.failure.as_ref().filter(|_| self.is_done())) {
            (_, Some((code, message))) => {
                Reply::json(StatusCode::OK, json!({"status": "failed", "errorCode": code, "statusDescription": message}))
            }
            (Some(url), None) => Reply::new(StatusCode::SEE_OTHER, Body::Empty).header(LOCATION, url),
            (None, None) => {
                let report = json!({"percentageComplete": self.percent(), "status": self.status("inProgress", "completed")});
                Reply::json(if self.is_done() { StatusCode::OK } else { StatusCode::ACCEPTED }, report)
            }
        }
    }
}
