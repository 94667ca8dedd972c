//! Renews a token that the service has refused with 401.

use http::HeaderMap;

use super::challenge::claims_challenge;
use super::credential::{AccessToken, Credential, TokenRequest};
use crate::error::credential::CredentialError;

/// Asks the credential for another token after a 401, with the claims that the response demands ([continuous access evaluation]).
///
/// Returns `None` if the credential returns the refused token again, because it has no other. The caller sends the request again with the
/// new token, and limits how often it does so.
///
/// [continuous access evaluation]: https://learn.microsoft.com/entra/identity-platform/claims-challenge
pub(crate) async fn renewed_token(
    credential: &dyn Credential,
    scope: &str,
    refused: &AccessToken,
    headers: &HeaderMap,
) -> Result<Option<AccessToken>, CredentialError> {
    let claims = claims_challenge(headers);
    let request = TokenRequest { claims: claims.as_deref(), refused: Some(refused), ..TokenRequest::new(scope) };
    let token = credential.token(request).await?;
    Ok((!token.is_same(refused)).then_some(token))
}
