use std::time::Duration;

use azure_core::credentials::TokenRequestOptions;
use azure_core::error::{Error, ErrorKind};

use super::*;
use crate::client::Client;
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
async fn an_azure_error_becomes_one_line() {
    let credential = AzureCredential::new(Arc::new(Fake { lifetime: time::Duration::ZERO, works: false }));
    let error = Client::new(Script::default(), credential).get(thing()).await.unwrap_err();
    assert_eq!(error.to_string(), "no token: no managed identity here");
}
