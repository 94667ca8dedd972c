//! Tests that every error prints only its own part, and that no text in the chain of sources is repeated.

use std::sync::Arc;
use std::time::Duration;

use http::{Method, StatusCode};

use super::batch::{BatchError, BatchProblem};
use super::carried_out::{CarriedOutError, HiddenBody};
use super::credential::CredentialError;
use super::decode::{BatchResponseProblem, DecodeError, DecodeProblem};
use super::error::Error;
use super::redact::Redactor;
use super::request_info::RequestInfo;
use super::service::ServiceError;
use super::transport::{NextLinkError, NextLinkProblem, NotModifiedError, RedirectError, SendError};
use super::validation::{
    EmptyPatchError, HeaderProblem, InvalidHeaderError, ReadOnlyPropertyError, ReadOnlyReason, UnknownPropertyError,
};
use crate::model::descriptor::Permissions;
use crate::model::path::{ApiVersion, Template};
use crate::model::read_error::{Problem, ReadError};
use crate::transport::error::{TransportError, TransportErrorKind};

fn request(client_request_id: &str) -> RequestInfo {
    let template = Template { version: ApiVersion::V1, text: "/things/{thingId}" };
    RequestInfo { method: Method::PATCH, template, client_request_id: client_request_id.into() }
}

/// An error of an imaginary library, with a source.
#[derive(Debug)]
struct Refused(std::io::Error);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("tcp connect error")
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

fn refused() -> Refused {
    Refused(std::io::Error::other("connection\nrefused"))
}

fn send_error(kind: TransportErrorKind) -> Error {
    let source: Box<dyn std::error::Error + Send + Sync> = Box::new(refused());
    let error = TransportError::new(kind, source).after_attempts(3);
    Error::Transport(Box::new(SendError::new(request("c1"), error)))
}

fn service_error() -> Error {
    let body = r#"{"error": {"code": "TooManyRequests", "message": "Slow down.", "innerError": {"code": "Inner"}}}"#;
    let response = http::Response::builder().status(429).header("retry-after", "7").header("request-id", "r1");
    let response = response.body(bytes::Bytes::from(body)).unwrap();
    let error = ServiceError::read(request("c1"), Permissions::default(), 2, &response, Redactor::new("t"));
    Error::Service(Box::new(error))
}

fn decode(problem: DecodeProblem) -> Error {
    let request_id = Some("r1".into());
    Error::Decode(Box::new(DecodeError { request: request("c1"), status: StatusCode::OK, request_id, id: None, problem }))
}

fn carried_out(decode: DecodeError) -> Error {
    let body = HiddenBody(bytes::Bytes::from_static(b"{"));
    Error::CarriedOut(Box::new(CarriedOutError { decode, headers: http::HeaderMap::new(), id: None, body }))
}

fn decode_errors() -> [Error; 4] {
    let error = serde_json::from_str::<bool>("{").unwrap_err();
    let read = ReadError::new(Problem::Missing).at_property("count");
    [
        decode(DecodeProblem::Empty),
        decode(DecodeProblem::Json { path: String::new(), error, start: "{".into() }),
        decode(DecodeProblem::Value(read)),
        decode(DecodeProblem::Batch(BatchResponseProblem::UnknownId("7".into()))),
    ]
}

fn next_link(problem: NextLinkProblem) -> Error {
    Error::NextLink(Box::new(NextLinkError { request: request("c1"), request_id: None, problem }))
}

fn batch(problem: BatchProblem) -> Error {
    BatchError::because(request("c2"), problem)
}

/// Returns at least one error of each variant, with each kind of source.
fn all() -> Vec<Error> {
    let entity = "microsoft.graph.thing";
    let mut errors = vec![
        Error::EmptyPatch(EmptyPatchError { entity }),
        Error::ReadOnlyProperty(ReadOnlyPropertyError { entity, property: "created", reason: ReadOnlyReason::ReadOnly }),
        UnknownPropertyError { entity, property: "cuont".into(), similar: Some("count") }.into(),
        Error::InvalidHeader(InvalidHeaderError { header: Some(http::header::HOST), problem: HeaderProblem::Reserved }),
        CredentialError::new("the vault is sealed").with_source(refused()).into(),
        Error::Redirect(Box::new(RedirectError {
            request: request("c1"),
            status: StatusCode::FOUND,
            to: Some("https://b.example".into()),
            request_id: None,
        })),
        next_link(NextLinkProblem::OtherHost("https://b.example".into())),
        next_link(NextLinkProblem::NotAUrl),
        next_link(NextLinkProblem::Credentials),
        next_link(NextLinkProblem::OtherVersion),
        next_link(NextLinkProblem::RepeatedPage),
        service_error(),
        batch(BatchProblem::Dependency),
        batch(BatchProblem::Foreign),
        batch(BatchProblem::NoResponse),
        batch(BatchProblem::SeveralResponses),
        batch(BatchProblem::Malformed(BatchResponseProblem::NoStatus)),
        batch(BatchProblem::Incomplete(Arc::new(service_error()))),
    ];
    errors.extend(decode_errors());
    errors.extend(decode_errors().map(|error| match error {
        Error::Decode(decode) => carried_out(*decode),
        other => other,
    }));
    errors.push(Error::NotModified(Box::new(NotModifiedError { request: request("c1"), etag: None, request_id: None })));
    let kinds = {
        use TransportErrorKind::*;
        [Connect, Timeout, Interrupted, TooLarge, Request, NotSent]
    };
    errors.extend(kinds.map(send_error));
    for cause in decode_errors().into_iter().chain([service_error(), send_error(TransportErrorKind::Connect)]) {
        let cause = Arc::new(cause);
        errors.push(batch(BatchProblem::Failed(cause.clone())));
        errors.push(batch(BatchProblem::NotSent(cause)));
    }
    errors
}

fn chain(error: &Error) -> Vec<String> {
    std::iter::successors(Some(error as &dyn std::error::Error), |error| error.source()).map(ToString::to_string).collect()
}

#[test]
fn a_chain_prints_no_text_twice() {
    let errors = all();
    for error in &errors {
        let texts = chain(error);
        for (index, text) in texts.iter().enumerate() {
            let others = texts.iter().enumerate().filter(|(other, _)| *other != index);
            assert!(others.clone().all(|(_, other)| !other.contains(text.as_str())), "{text:?} twice in {texts:#?}");
        }
        assert!(!texts[0].contains('\n'), "{texts:?}");
    }
    assert_eq!(
        errors.iter().map(|error| chain(error).len()).max(),
        Some(4),
        "the longest chain is that of a batch without a connection"
    );
}

#[test]
fn the_alternate_form_is_the_whole_chain_in_one_line() {
    for error in all() {
        let whole = chain(&error).iter().map(|text| super::sanitise::one_line(text, 1000)).collect::<Vec<_>>().join(": ");
        assert_eq!(format!("{error:#}"), whole);
    }
    let error = batch(BatchProblem::Failed(Arc::new(send_error(TransportErrorKind::Connect))));
    assert_eq!(
        format!("{error:#}"),
        "PATCH /v1.0/things/{thingId}: its batch failed (client-request-id c2): PATCH /v1.0/things/{thingId}: no connection to the \
         service; sent 3 times (client-request-id c1): tcp connect error: connection refused"
    );
}

#[test]
fn a_report_has_the_chain_and_the_ids() {
    for error in all() {
        let report = error.report().to_string();
        for text in chain(&error) {
            assert!(report.contains(&super::sanitise::one_line(&text, 1000)), "{text:?} in\n{report}");
        }
        let ids = error.request().map(|request| format!("\nclient-request-id: {}\n", request.client_request_id));
        assert!(ids.is_none_or(|ids| report.contains(&ids)), "{report}");
        assert!(report.lines().last().is_some_and(|line| line.starts_with("client: graph-core/")), "{report}");
    }
    let report = service_error().report().to_string();
    for line in ["status: 429 Too Many Requests", "code: Inner", "message: Slow down.", "retry-after: 7 s", "attempts: 2"] {
        assert!(report.lines().any(|found| found == line), "{line:?} in\n{report}");
    }
    assert_eq!(service_error().retry_after(), Some(Duration::from_secs(7)));
}
