//! Renews a token after a 401.

use http::{HeaderMap, StatusCode};

use super::challenge::claims_challenge;
use super::credential::{AccessToken, Credential, TokenRequest};
use crate::error::credential::CredentialError;

/// Asks the credential for another token if this response refuses the one that was sent.
///
/// Returns `None` if the status is not 401, or if the credential returns the same token again: the response is then final. The request
/// to the credential carries the claims of the challenge ([continuous access evaluation]). The caller sends the request once more with
/// the new token, and does not renew a second time.
///
/// [continuous access evaluation]: https://learn.microsoft.com/entra/identity-platform/claims-challenge
pub(crate) async fn renew_after_401(
    credential: &dyn Credential,
    scope: &str,
    refused: &AccessToken,
    status: StatusCode,
    headers: &HeaderMap,
) -> Result<Option<AccessToken>, CredentialError> {
    if status != StatusCode::UNAUTHORIZED {
        return Ok(None);
    }
    let claims = claims_challenge(headers);
    let request = TokenRequest { claims: claims.as_deref(), refused: Some(refused), ..TokenRequest::new(scope) };
    let other = credential.token(request).await?;
    Ok(Some(other).filter(|other| !other.is_same(refused)))
}
