//! The credentials of the Azure SDK.

use std::sync::Arc;

use azure_core::credentials::TokenCredential;
use time::OffsetDateTime;

use super::{AccessToken, Credential, CredentialError, TokenFuture, TokenRequest};
use crate::error::one_line;

/// Any credential of `azure_identity`: managed identity, workload identity, certificate, client secret, developer tools and more.
///
/// They keep their tokens themselves, so [`Cached`](super::Cached) adds nothing. The Azure SDK has no way to hand a claims challenge
/// on and none to ask for another token than the one it keeps, so a token that the service refuses stays an error until it ends.
///
/// ```
/// use std::sync::Arc;
///
/// use azure_core::credentials::TokenCredential;
/// use graph_core::auth::AzureCredential;
///
/// // Made with `azure_identity::ManagedIdentityCredential::new(None)?`, for one.
/// fn for_graph(credential: Arc<dyn TokenCredential>) -> AzureCredential {
///     AzureCredential::new(credential)
/// }
/// ```
#[derive(Clone, Debug)]
pub struct AzureCredential(Arc<dyn TokenCredential>);

impl AzureCredential {
    /// The credential, for this library's client.
    pub fn new(credential: Arc<dyn TokenCredential>) -> Self {
        Self(credential)
    }
}

impl Credential for AzureCredential {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            let token = self.0.get_token(&[request.scope], None).await;
            // Its text only: other parts of it may hold the whole of a response.
            let token = token.map_err(|error| CredentialError::new(one_line(&error.to_string(), 300)))?;
            let lifetime = token.expires_on - OffsetDateTime::now_utc();
            Ok(AccessToken::new(token.token.secret())?.expires_in(lifetime.try_into().unwrap_or_default()))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use azure_core::credentials::TokenRequestOptions;
    use azure_core::error::{Error, ErrorKind};

    use super::*;
    use crate::Client;
    use crate::testing::{Script, TOKEN, answer, thing, thing_json};

    #[derive(Debug)]
    struct Fake {
        lifetime: time::Duration,
        works: bool,
    }

    #[async_trait::async_trait]
    impl TokenCredential for Fake {
        async fn get_token(
            &self,
            scopes: &[&str],
            _: Option<TokenRequestOptions<'_>>,
        ) -> azure_core::Result<azure_core::credentials::AccessToken> {
            assert_eq!(scopes, ["https://graph.microsoft.com/.default"]);
            if !self.works {
                return Err(Error::with_message(ErrorKind::Credential, "no managed\nidentity here"));
            }
            let expires = OffsetDateTime::now_utc() + self.lifetime;
            Ok(azure_core::credentials::AccessToken::new(TOKEN, expires))
        }
    }

    #[tokio::test]
    async fn an_azure_credential_signs_requests() {
        let script = Script::new([answer(200, &[], thing_json())]);
        let credential = AzureCredential::new(Arc::new(Fake { lifetime: time::Duration::HOUR, works: true }));
        Client::new(script.clone(), credential.clone()).get(thing()).await.unwrap();
        assert_eq!(script.requests()[0].headers()["authorization"], format!("Bearer {TOKEN}"));

        let token = credential.token(TokenRequest::new("https://graph.microsoft.com/.default")).await.unwrap();
        let left = token.expires().unwrap() - tokio::time::Instant::now();
        assert!((Duration::from_secs(3590)..=Duration::from_secs(3600)).contains(&left), "{left:?}");
        let ended = AzureCredential::new(Arc::new(Fake { lifetime: -time::Duration::HOUR, works: true }));
        let token = ended.token(TokenRequest::new("https://graph.microsoft.com/.default")).await.unwrap();
        assert!(token.expires().unwrap() <= tokio::time::Instant::now());
    }

    #[tokio::test]
    async fn its_error_is_one_line() {
        let credential = AzureCredential::new(Arc::new(Fake { lifetime: time::Duration::ZERO, works: false }));
        let error = Client::new(Script::default(), credential).get(thing()).await.unwrap_err();
        assert_eq!(error.to_string(), "no token: no managed identity here");
    }
}
