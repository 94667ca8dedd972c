//! Sends forms to the login service and reads its responses.

use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;

use crate::auth::credential::AccessToken;
use crate::auth::secret::Secret;
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

/// The members of a JSON object that the login service sent.
pub(super) struct Members(serde_json::Map<String, Json>);

/// A failed request to the login service.
pub(super) enum Failure {
    /// An OAuth error response, [RFC 6749 §5.2](https://www.rfc-editor.org/rfc/rfc6749#section-5.2).
    Refused(Refusal),
    /// Any other response; `is_transient` if its status says that a later request may succeed.
    Unreadable { is_transient: bool },
    /// No response.
    Unreachable(TransportError),
}

/// An OAuth error response.
pub(super) struct Refusal {
    pub(super) code: String,
    /// The code, the description and the URL of the error, as the service sent them: they may contain a secret of the request.
    text: String,
    /// Whether a later request may succeed.
    pub(super) is_transient: bool,
}

/// A successful response to a token request, [RFC 6749 §5.1](https://www.rfc-editor.org/rfc/rfc6749#section-5.1).
pub(super) struct TokenResponse {
    pub(super) access_token: AccessToken,
    pub(super) refresh_token: Option<Secret>,
}

/// Sends a request to the login service, and returns the members of a successful response.
///
/// # Errors
/// Fails if there is no response within 30 s, or if the response has another status than 200 or is not a JSON object.
pub(super) async fn send(transport: &dyn Transport, request: http::Request<Bytes>) -> Result<Members, Failure> {
    let response = within(&Deadline::after(TIME_LIMIT), transport.send(request)).await;
    let response = response.unwrap_or_else(|| Err(TransportError::new(TransportErrorKind::Timeout, None)));
    let response = response.map_err(Failure::Unreachable)?;
    let status = response.status();
    let is_transient = status.is_server_error() || [StatusCode::REQUEST_TIMEOUT, StatusCode::TOO_MANY_REQUESTS].contains(&status);
    match serde_json::from_slice(without_byte_order_mark(response.body())) {
        Ok(Json::Object(members)) if status == StatusCode::OK => Ok(Members(members)),
        Ok(Json::Object(members)) => Err(Failure::from_error_response(&Members(members), is_transient)),
        _ => Err(Failure::Unreadable { is_transient }),
    }
}

impl Members {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// Removes the member, and returns its text.
    pub(super) fn take_text(&mut self, name: &str) -> Option<String> {
        match self.0.remove(name)? {
            Json::String(text) => Some(text),
            _ => None,
        }
    }

    /// Returns the member as a number of seconds, or `default` if the member is missing.
    pub(super) fn seconds(&self, name: &str, default: Option<u64>) -> Option<Duration> {
        let seconds = self.0.get(name).map_or(default, Json::as_u64);
        seconds.map(Duration::from_secs)
    }

    /// Reads a token response. A token without `expires_in` is used for an hour.
    pub(super) fn into_token(mut self) -> Result<TokenResponse, CredentialError> {
        let (lifetime, refresh_token) = (self.seconds("expires_in", Some(3600)), self.take_text("refresh_token"));
        let token = self.text("token_type").is_some().then(|| self.take_text("access_token")).flatten();
        let (Some(token), Some(lifetime)) = (token, lifetime) else { return Err(unreadable()) };
        let access_token = AccessToken::new(token)?.expires_in(lifetime);
        Ok(TokenResponse { access_token, refresh_token: refresh_token.map(Secret::from) })
    }
}

impl Failure {
    /// Reads an error response. `is_transient` says whether its status is one of a transient error.
    fn from_error_response(members: &Members, is_transient: bool) -> Self {
        let Some(code) = members.text("error") else { return Self::Unreadable { is_transient } };
        let is_transient_code = TRANSIENT_CODES.contains(&code);
        let mut text = code.to_owned();
        // A gateway may answer 429 with any code, such as `invalid_request`.
        if is_transient && !is_transient_code {
            text.insert_str(0, "temporarily_unavailable: ");
        }
        if let Some(description) = members.text("error_description") {
            text.extend([": ", description]);
        }
        if let Some(url) = members.text("error_uri") {
            text.extend([" (see ", url, ")"]);
        }
        Self::Refused(Refusal { code: code.to_owned(), text, is_transient: is_transient || is_transient_code })
    }

    /// Returns whether a later request may succeed. In this case, the login service is polled again.
    pub(super) fn is_transient(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.is_transient,
            Self::Unreadable { is_transient } => *is_transient,
            Self::Unreachable(_) => true,
        }
    }

    /// Converts the failure. Keeps the text of an OAuth error response, with `secret` redacted. Drops the text of any other response, because
    /// it may contain a part of a token.
    pub(super) fn into_error(self, secret: &str) -> CredentialError {
        match self {
            Self::Refused(Refusal { text, is_transient, .. }) => {
                let error = CredentialError::new(Redactor::new(secret).line(&text, 300));
                if is_transient { error } else { error.permanent() }
            }
            Self::Unreadable { .. } => unreadable(),
            Self::Unreachable(error) => {
                let error = error.map_source(|source| printable(source, &Redactor::new(secret)));
                CredentialError::new("the login service cannot be reached").with_source(error)
            }
        }
    }
}

/// Returns the error of a response that is neither a success nor an error of OAuth.
pub(super) fn unreadable() -> CredentialError {
    CredentialError::new("the response of the login service is not an OAuth response")
}
