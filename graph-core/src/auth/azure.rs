//! The adapter for credentials of the Azure SDK.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use time::OffsetDateTime;

use super::credential::{AccessToken, Credential, TokenFuture, TokenRequest};
use crate::error::credential::CredentialError;
use crate::error::sanitise::one_line;

/// Adapts a credential of `azure_identity`: managed identity, workload identity, certificate, client secret, developer tools and more.
///
/// These credentials cache their tokens, so [`Cached`](super::Cached) is not needed. If the service refuses a token, all requests fail
/// until that token expires: the Azure SDK cannot answer a claims challenge, and keeps returning its cached token.
///
/// ```
/// use std::sync::Arc;
///
/// use azure_core::credentials::TokenCredential;
/// use graph_core::auth::AzureCredential;
///
/// // For example `azure_identity::ManagedIdentityCredential::new(None)?`.
/// fn for_graph(credential: Arc<dyn TokenCredential>) -> AzureCredential {
///     AzureCredential::new(credential)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct AzureCredential(Arc<dyn TokenCredential>);

impl AzureCredential {
    /// Wraps a credential of the Azure SDK.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self(credential)
    }
}

impl Credential for AzureCredential {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            let token = self.0.get_token(&[request.scope], None).await;
            // Keep only the text of the Azure SDK's error: its other parts may contain a whole response with secrets.
            let token = token.map_err(|error| CredentialError::new(one_line(&error.to_string(), 300)))?;
            let lifetime = token.expires_on - OffsetDateTime::now_utc();
            Ok(AccessToken::new(token.token.secret())?.expires_in(lifetime.try_into().unwrap_or_default()))
        })
    }
}
