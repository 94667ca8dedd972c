//! The exchange with the login service.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use oauth2::basic::BasicTokenResponse;
use oauth2::{ErrorResponse, HttpRequest, HttpResponse, RequestTokenError, TokenResponse};

use crate::auth::credential::AccessToken;
use crate::error::credential::CredentialError;
use crate::error::sanitise::one_line;
use crate::transport::error::TransportError;
use crate::transport::send::Transport;

/// Sends a request of the OAuth library.
pub(super) async fn send(transport: Arc<dyn Transport>, request: HttpRequest) -> Result<HttpResponse, TransportError> {
    let response = transport.send(request.map(Bytes::from)).await?;
    Ok(response.map(|body| body.to_vec()))
}

/// Converts a token response. A token without `expires_in` is valid for an hour.
pub(super) fn access_token(response: &BasicTokenResponse) -> Result<AccessToken, CredentialError> {
    let token = AccessToken::new(response.access_token().secret().as_str())?;
    Ok(token.expires_in(response.expires_in().unwrap_or(Duration::from_secs(3600))))
}

/// Converts an error. Only the text of an OAuth error is kept; any other response may contain a part of a token.
pub(super) fn into_credential_error<T: ErrorResponse + 'static>(error: RequestTokenError<TransportError, T>) -> CredentialError {
    match error {
        RequestTokenError::ServerResponse(refusal) => CredentialError::new(one_line(&refusal.to_string(), 300)),
        RequestTokenError::Request(error) => CredentialError::new("the login service cannot be reached").with_source(error),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            CredentialError::new("the response of the login service is not an OAuth response")
        }
    }
}
