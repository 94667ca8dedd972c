//! Reads the bodies in which services report the progress of an operation.
//!
//! | resource | properties |
//! |---|---|
//! | [`longRunningOperation`] | `status`, `statusDetail`, `resourceLocation` |
//! | [`richLongRunningOperation`] | also `percentageComplete`, `resourceId`, `error` |
//! | [`teamsAsyncOperation`] | `status`, `targetResourceId`, `targetResourceLocation`, `error` |
//! | [`asyncJobStatus`] | `status`, `percentageComplete`, `statusDescription`, `resourceId`, `errorCode` |
//! | [`onenoteOperation`] | `status`, `percentComplete`, `resourceLocation`, `error` |
//! | [`printOperation`] | `status` with `state` and `description` |
//! | [`commsOperation`] | `status`, `resultInfo` |
//!
//! [`longRunningOperation`]: https://learn.microsoft.com/graph/api/resources/longrunningoperation
//! [`richLongRunningOperation`]: https://learn.microsoft.com/graph/api/resources/richlongrunningoperation
//! [`teamsAsyncOperation`]: https://learn.microsoft.com/graph/api/resources/teamsasyncoperation
//! [`asyncJobStatus`]: https://learn.microsoft.com/graph/api/resources/asyncjobstatus
//! [`onenoteOperation`]: https://learn.microsoft.com/graph/api/resources/onenoteoperation
//! [`printOperation`]: https://learn.microsoft.com/graph/api/resources/printoperation
//! [`commsOperation`]: https://learn.microsoft.com/graph/api/resources/commsoperation

use http::StatusCode;

use crate::model::duplicate_keys::parse;
use crate::model::json::{Additional, Json};

/// The state of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Running,
    Succeeded,
    Failed,
}

/// The progress that the body of a response reports. The texts are unchanged, as the service wrote them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Progress {
    pub(super) state: State,
    /// The service's word for the state, such as `inProgress`.
    pub(super) status: String,
    pub(super) percent: Option<f64>,
    pub(super) detail: Option<String>,
    /// The URL of the result.
    pub(super) resource: Option<String>,
    pub(super) resource_id: Option<String>,
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
}

/// Names of properties that only reports of progress have. They distinguish a report from a result, which may have a property `status` too.
const OF_OPERATIONS: [&str; 13] = [
    "percentageComplete",
    "percentComplete",
    "percentProgress",
    "statusDetail",
    "statusDescription",
    "resourceLocation",
    "targetResourceLocation",
    "lastActionDateTime",
    "attemptsCount",
    "operationType",
    "operation",
    "errorCode",
    "resultInfo",
];

impl Progress {
    /// Reads the body of a response with a status of 2xx. Returns `None` if the body is the operation's result.
    #[inline]
    pub(super) fn read(status: StatusCode, body: &[u8]) -> Option<Self> {
        let read = parse(body).ok().and_then(|json| Self::of(json.as_object()?));
        match read {
            None if status == StatusCode::ACCEPTED => Some(Self::new(State::Running, String::new())),
            read => read,
        }
    }

    fn new(state: State, status: String) -> Self {
        Self { state, status, percent: None, detail: None, resource: None, resource_id: None, code: None, message: None }
    }

    #[inline]
    fn of(body: &Additional) -> Option<Self> {
        let (status, of_status) = match body.get("status")? {
            Json::String(status) => (status, None),
            Json::Object(status) => (text_ref(status, "state")?, Some(status)),
            _ => return None,
        };
        let state = state_of(status);
        let is_operation = state.is_some() || OF_OPERATIONS.iter().any(|name| body.contains_key(*name));
        if !is_operation {
            return None;
        }
        // The service may have added this word later, so it does not mean that the operation has finished.
        let mut progress = Self::new(state.unwrap_or(State::Running), status.clone());
        progress.percent =
            ["percentageComplete", "percentComplete", "percentProgress"].iter().find_map(|name| number(body, name));
        let detail = of_status.and_then(|status| text(status, "description"));
        progress.detail = detail.or_else(|| first(body, &["statusDetail", "statusDescription"]));
        progress.resource = first(body, &["resourceLocation", "targetResourceLocation"]);
        progress.resource_id = first(body, &["resourceId", "targetResourceId"]);
        let error = ["error", "resultInfo"].iter().find_map(|name| body.get(*name)?.as_object());
        progress.code = error.and_then(|error| text(error, "code")).or_else(|| text(body, "errorCode"));
        progress.message = error.and_then(|error| text(error, "message")).or_else(|| progress.detail.clone());
        Some(progress)
    }
}

/// Returns the state that a service's word means, or `None` for an unknown word.
#[inline]
fn state_of(status: &str) -> Option<State> {
    Some(match status.to_ascii_lowercase().as_str() {
        "succeeded" | "completed" | "partiallysucceeded" | "partiallycompleted" => State::Succeeded,
        "failed" | "submissionfailed" | "deletefailed" | "canceled" | "cancelled" | "invalid" => State::Failed,
        "notstarted" | "running" | "inprogress" | "waiting" | "updating" | "deletepending" | "pending" | "unspecified" => {
            State::Running
        }
        _ => return None,
    })
}

/// Returns the percentage in the property `name`. OneNote writes it as text, such as `"50"`.
#[inline]
fn number(body: &Additional, name: &str) -> Option<f64> {
    let value = body.get(name)?;
    let number = value.as_f64().or_else(|| value.as_str()?.trim_end_matches('%').parse().ok());
    number.filter(|number| number.is_finite())
}

fn first(body: &Additional, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(body, name))
}

fn text(body: &Additional, name: &str) -> Option<String> {
    text_ref(body, name).cloned()
}

fn text_ref<'a>(body: &'a Additional, name: &str) -> Option<&'a String> {
    match body.get(name)? {
        Json::String(text) if !text.is_empty() => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[inline]
    fn read(body: &str) -> Option<Progress> {
        Progress::read(StatusCode::OK, body.as_bytes())
    }

    /// The bodies are examples from the API pages of the resources.
    #[test]
    fn each_documented_form_is_read() {
        let teams = read(
            r#"{"id":"o","operationType":"cloneTeam","createdDateTime":"2018-01-01T00:00:00Z","status":"inProgress",
            "lastActionDateTime":"2018-01-01T00:00:00Z","attemptsCount":1,"targetResourceId":"t",
            "targetResourceLocation":"/teams('t')","error":null}"#,
        )
        .unwrap();
        assert_eq!(
            (teams.state, teams.resource.as_deref(), teams.resource_id.as_deref()),
            (State::Running, Some("/teams('t')"), Some("t"))
        );

        let rich = read(
            r#"{"status":"failed","statusDetail":"d","percentageComplete":40,"resourceId":"r","resourceLocation":"https://a/b",
            "error":{"code":"quota","message":"The quota is used up.","details":[]}}"#,
        )
        .unwrap();
        assert_eq!((rich.state, rich.percent, rich.detail.as_deref()), (State::Failed, Some(40.0), Some("d")));
        assert_eq!((rich.code.as_deref(), rich.message.as_deref()), (Some("quota"), Some("The quota is used up.")));

        let copy = read(r#"{"operation":"ItemCopy","percentageComplete":27.8,"status":"inProgress"}"#).unwrap();
        assert_eq!((copy.state, copy.percent), (State::Running, Some(27.8)));
        let copied =
            read(r#"{"percentageComplete":100.0,"resourceId":"01MOWKYVJML57KN2ANMBA3JZJS2MBGC7KM","status":"completed"}"#);
        assert_eq!(copied.unwrap().resource_id.as_deref(), Some("01MOWKYVJML57KN2ANMBA3JZJS2MBGC7KM"));
        let failed =
            read(r#"{"status":"failed","errorCode":"nameAlreadyExists","statusDescription":"Name already exists"}"#).unwrap();
        assert_eq!((failed.code.as_deref(), failed.message.as_deref()), (Some("nameAlreadyExists"), Some("Name already exists")));

        let onenote = read(r#"{"status":"running","percentComplete":"50","resourceLocation":""}"#).unwrap();
        assert_eq!((onenote.percent, onenote.resource), (Some(50.0), None));
        let print = read(r#"{"status":{"state":"succeeded","description":"done"}}"#).unwrap();
        assert_eq!((print.state, print.detail.as_deref()), (State::Succeeded, Some("done")));
        let comms = read(r#"{"status":"Failed","resultInfo":{"code":500,"message":"m"}}"#).unwrap();
        assert_eq!((comms.state, comms.message.as_deref()), (State::Failed, Some("m")));
    }

    #[test]
    fn a_body_of_another_form_is_the_result() {
        assert_eq!(read(r#"{"id":"a","status":"active"}"#), None);
        assert_eq!(read(r#"{"id":"a"}"#), None);
        assert_eq!(read("[1]"), None);
        assert_eq!(read(""), None);
        assert_eq!(read(r#"{"status":"brandNew","statusDetail":"d"}"#).unwrap().state, State::Running, "a future word");
    }

    #[test]
    fn a_202_is_never_the_result() {
        for body in ["", "{", "{}", r#"{"id":"a"}"#, "\u{0}"] {
            assert_eq!(Progress::read(StatusCode::ACCEPTED, body.as_bytes()).unwrap().state, State::Running, "{body:?}");
        }
    }
}
