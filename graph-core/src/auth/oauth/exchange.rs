//! Sends requests to the login service and converts its responses.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use oauth2::basic::BasicTokenResponse;
use oauth2::{ErrorResponse, HttpRequest, HttpResponse, RequestTokenError, TokenResponse};

use crate::auth::credential::AccessToken;
use crate::error::cause::printable;
use crate::error::credential::CredentialError;
use crate::error::redact::Redactor;
use crate::error::sanitise::without_byte_order_mark;
use crate::model::json::Json;
use crate::transport::deadline::{Deadline, within};
use crate::transport::error::{TransportError, TransportErrorKind};
use crate::transport::send::Transport;

/// The time limit for one request to the login service.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The OAuth error codes after which a later request may succeed (RFC 6749 §4.1.2.1, RFC 8628 §3.5). Every other code requires a change of
/// the app or a new sign-in.
const TRANSIENT_CODES: [&str; 3] = ["temporarily_unavailable", "server_error", "slow_down"];

/// Sends a request of the `oauth2` crate to the login service.
///
/// # Errors
/// Fails if there is no response within 30 s.
pub(super) async fn send(transport: Arc<dyn Transport>, request: HttpRequest) -> Result<HttpResponse, TransportError> {
    let response = within(&Deadline::after(TIME_LIMIT), transport.send(request.map(Bytes::from))).await;
    let response = response.unwrap_or_else(|| Err(TransportError::new(TransportErrorKind::Timeout, None)))?;
    let response = response.map(|body| without_byte_order_mark(&body).to_vec());
    Ok(if is_transient(response.status()) { response.map(with_transient_code) } else { response })
}

/// Returns whether this status of the login service is a transient error, so that a later request may succeed.
fn is_transient(status: StatusCode) -> bool {
    status.is_server_error() || [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS].contains(&status)
}

/// Replaces the error code in the body of an OAuth error response by `temporarily_unavailable`, and puts the original code in front of the
/// description. A body without a code, or with a transient code, is returned unchanged.
///
/// A gateway may answer 429 with any code, such as `invalid_request`. The `oauth2` crate passes the code on, but not the status.
fn with_transient_code(body: Vec<u8>) -> Vec<u8> {
    let Ok(Json::Object(mut members)) = serde_json::from_slice(&body) else { return body };
    let text = |name: &str| members.get(name).and_then(Json::as_str);
    let Some(code) = text("error").filter(|code| !TRANSIENT_CODES.contains(code)) else { return body };
    let description = [code, text("error_description").unwrap_or_default()].join(": ");
    members.insert("error".into(), "temporarily_unavailable".into());
    members.insert("error_description".into(), description.into());
    Json::Object(members).to_string().into_bytes()
}

/// Sends a request like [`send`], and turns a response with a transient status (5xx, 408, 429) into a transport error.
///
/// The `oauth2` crate polls again after a transport error, but gives up after a response that it cannot read.
pub(super) async fn poll(transport: Arc<dyn Transport>, request: HttpRequest) -> Result<HttpResponse, TransportError> {
    let response = send(transport, request).await?;
    if is_transient(response.status()) { Err(TransportError::new(TransportErrorKind::Interrupted, None)) } else { Ok(response) }
}

/// Returns the access token of a token response. If the response has no `expires_in`, the token is used for an hour.
pub(super) fn access_token(response: &BasicTokenResponse) -> Result<AccessToken, CredentialError> {
    let token = AccessToken::new(response.access_token().secret().as_str())?;
    Ok(token.expires_in(response.expires_in().unwrap_or(Duration::from_secs(3600))))
}

/// Converts an error of the `oauth2` crate.
///
/// Keeps the text of an OAuth error response, with `secret` redacted. Drops the text of any other response, because it may contain a part
/// of a token.
pub(super) fn into_credential_error<T: ErrorResponse + 'static>(
    error: RequestTokenError<TransportError, T>,
    secret: &str,
) -> CredentialError {
    match error {
        RequestTokenError::ServerResponse(refusal) => {
            let text = refusal.to_string();
            let error = CredentialError::new(Redactor::new(secret).line(&text, 300));
            let is_transient = TRANSIENT_CODES.iter().any(|code| text.starts_with(code));
            if is_transient { error } else { error.permanent() }
        }
        RequestTokenError::Request(error) => {
            let error = error.map_source(|source| printable(source, &Redactor::new(secret)));
            CredentialError::new("the login service cannot be reached").with_source(error)
        }
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            CredentialError::new("the response of the login service is not an OAuth response")
        }
    }
}
