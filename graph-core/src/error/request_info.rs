//! Describes a request for use in errors.

use std::fmt;

use http::Method;

use crate::model::path::Template;

/// Describes a request for use in errors. It contains the path template instead of the path, so that it reveals no ids.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct RequestInfo {
    /// The HTTP method of the request.
    pub method: Method,
    /// The API version and the template of the request's path, such as `/users/{userId}`.
    pub template: Template,
    /// The `client-request-id` header of the request: a GUID that the client created for this request.
    pub client_request_id: String,
}

impl RequestInfo {
    /// Writes the request's ids as ` (request-id a, client-request-id b)`, or as ` (client-request-id b)` if `request_id` is `None`.
    pub(super) fn write_ids(&self, f: &mut fmt::Formatter<'_>, request_id: Option<&str>) -> fmt::Result {
        match request_id {
            Some(request_id) => write!(f, " (request-id {request_id}, client-request-id {})", self.client_request_id),
            None => write!(f, " (client-request-id {})", self.client_request_id),
        }
    }
}

impl fmt::Display for RequestInfo {
    /// Writes the method and the template: `GET /v1.0/users/{userId}`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} /{}{}", self.method, self.template.version, self.template.text)
    }
}
