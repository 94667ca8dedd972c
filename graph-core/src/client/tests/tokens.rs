//! Tests of token renewal after a 401, and of token scopes.

use super::*;

/// A credential that returns the token `first`, or `second` if the request names a refused token.
///
/// It records the claims of the token requests.
pub(in crate::client) struct Renewing {
    first: &'static str,
    second: &'static str,
    pub(in crate::client) claims: std::sync::Mutex<Vec<Option<String>>>,
}

impl Credential for Renewing {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        assert_eq!(request.scope, "https://graph.microsoft.com/.default");
        self.claims.lock().unwrap().push(request.claims.map(str::to_owned));
        let text = if request.refused.is_some() { self.second } else { self.first };
        Box::pin(async move { AccessToken::new(text) })
    }
}

pub(in crate::client) fn renewing(second: &'static str) -> Arc<Renewing> {
    renewing_from("first", second)
}

pub(in crate::client) fn renewing_from(first: &'static str, second: &'static str) -> Arc<Renewing> {
    Arc::new(Renewing { first, second, claims: Default::default() })
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_with_the_demanded_claims() {
    let challenge = ("WWW-Authenticate", r#"Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ==""#);
    let script = Script::new([answer(401, &[challenge], ""), answer(200, &[], thing_json())]);
    let credential = renewing("second");
    Client::new(script.clone(), credential.clone()).patch(thing(), Thing::patch().count(1)).await.unwrap();
    assert_eq!(*credential.claims.lock().unwrap(), [None, Some(r#"{"a":1}"#.to_owned())]);
    let [first, second] = &script.requests()[..] else { panic!() };
    assert_eq!((header(first, "authorization"), header(second, "authorization")), (Some("Bearer first"), Some("Bearer second")));
    assert_eq!(
        (first.uri(), first.body(), header(first, "client-request-id")),
        (second.uri(), second.body(), header(second, "client-request-id"))
    );

    let script = Script::new([answer(401, &[], ""), answer(401, &[], "")]);
    let error = Client::new(script.clone(), renewing("second")).get(thing()).await.unwrap_err();
    assert_eq!((error.service().unwrap().status.as_u16(), error.service().unwrap().attempts), (401, 2));
    assert_eq!(script.requests().len(), 2, "once, not for ever");
}

#[tokio::test]
async fn a_credential_without_another_token_leaves_the_401_as_the_error() {
    for credential in [renewing("first") as Arc<dyn Credential>, Arc::new(StaticToken::new("t"))] {
        let script = Script::new([answer(401, &[], r#"{"error": {"code": "InvalidAuthenticationToken"}}"#)]);
        let error = Client::new(script, credential).get(thing()).await.unwrap_err();
        assert_eq!(error.service().unwrap().code(), Some("InvalidAuthenticationToken"));
    }
    let script = Script::new([answer(401, &[], "")]);
    let error = Client::new(script, renewing("")).get(thing()).await.unwrap_err();
    assert!(matches!(error, Error::Credential(_)), "{error}");
}

/// A credential that records the scopes of the token requests.
#[derive(Clone, Default)]
struct Scopes(Arc<std::sync::Mutex<Vec<String>>>);

impl Credential for Scopes {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        self.0.lock().unwrap().push(request.scope.to_owned());
        Box::pin(async { AccessToken::new(TOKEN) })
    }
}

#[tokio::test]
async fn a_configured_scope_replaces_that_of_the_host() {
    let scopes = Scopes::default();
    let client = || {
        let script = Script::new([answer(200, &[], thing_json())]);
        Client::builder(script, scopes.clone()).host("https://proxy.example:8443".parse().unwrap())
    };
    client().build().get(thing()).await.unwrap();
    client().scope(Host::global().default_scope()).build().get(thing()).await.unwrap();
    assert_eq!(*scopes.0.lock().unwrap(), ["https://proxy.example:8443/.default", "https://graph.microsoft.com/.default"]);
}
