//! Tests of sign-in with a client secret and with a device code, against a fake login service: through a loopback port or directly.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::app::EntraApp;
use super::client_secret::ClientSecretCredential;
use super::device_code::DeviceCodeCredential;
use crate::auth::credential::{Credential, TokenRequest};
use crate::auth::host::Host;
use crate::testing::TOKEN;
use crate::transport::error::TransportErrorKind;
use crate::transport::send::Transport;

const SECRET: &str = "client-secret-0123456789";

type Seen = (String, HashMap<String, String>);

/// A fake login service. It gives the prepared responses in order, and records the path and the form fields of each request.
#[derive(Clone, Default)]
struct Login {
    answers: Arc<Mutex<VecDeque<(u16, String)>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Login {
    fn new(answers: impl IntoIterator<Item = (u16, String)>) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into_iter().collect())), seen: Arc::default() }
    }

    /// Returns, for each request so far, its path and the value of its form field `field`; `None` if the form has no such field.
    fn saw(&self, field: &str) -> Vec<(String, Option<String>)> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|(path, form)| (path.clone(), form.get(field).cloned())).collect()
    }

    fn answer(&self, request: http::Request<Bytes>) -> http::Response<Bytes> {
        let decode = |text: &str| percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        let form = body.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (decode(name), decode(value)));
        self.seen.lock().unwrap().push((request.uri().path().to_owned(), form.collect()));
        let (status, body) = self.answers.lock().unwrap().pop_front().expect("an answer for every request");
        http::Response::builder().status(status).header("content-type", "application/json").body(body.into()).unwrap()
    }

    async fn serve(&self) -> Host {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let host = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
        let login = self.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                let head = String::from_utf8(head).unwrap();
                let length =
                    head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
                let mut body = vec![0; length.unwrap_or(0)];
                stream.read_exact(&mut body).await.unwrap();
                let path = head.split(' ').nth(1).unwrap();
                let answer = login.answer(http::Request::post(path).body(body.into()).unwrap());
                let (status, body) = (answer.status(), String::from_utf8(answer.into_body().to_vec()).unwrap());
                let text = format!(
                    "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                    body.len()
                );
                stream.write_all(text.as_bytes()).await.unwrap();
            }
        });
        host
    }
}

/// Lets a test use the fake login service without a socket, so that the test can pause tokio's clock.
impl Transport for Login {
    fn send(&self, request: http::Request<Bytes>) -> crate::transport::ResponseFuture<'_> {
        Box::pin(async move { Ok(self.answer(request)) })
    }
}

fn token(number: u32, refresh: bool) -> (u16, String) {
    let refresh = if refresh { format!(r#","refresh_token":"refresh{number}""#) } else { String::new() };
    (200, format!(r#"{{"token_type":"Bearer","expires_in":3600,"access_token":"access{number}"{refresh}}}"#))
}

fn refusal(error: &str) -> (u16, String) {
    (400, format!(r#"{{"error":"{error}","error_description":"AADSTS70000: no\r\nTrace ID: 1"}}"#))
}

fn device() -> (u16, String) {
    let body = r#"{"user_code":"ABC-DEF","device_code":"device1","verification_uri":"https://login.example/device",
        "expires_in":900,"interval":5,"message":"…"}"#;
    (200, body.into())
}

const REQUEST: TokenRequest<'_> = TokenRequest::new("https://graph.microsoft.com/.default");

fn app() -> EntraApp {
    EntraApp::new("contoso.example/../x", "client1")
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn an_app_signs_in_with_its_secret() {
    let login = Login::new([token(1, false), token(2, false)]);
    let host = login.serve().await;
    let transport = crate::transport::ReqwestTransport::new().unwrap();
    let credential = ClientSecretCredential::new(transport, app().login_host(host), SECRET);
    let first = credential.token(REQUEST).await.unwrap();
    assert_eq!(first.secret().reveal(), "access1");
    assert!(credential.token(REQUEST).await.unwrap().is_same(&first), "kept");
    let again = TokenRequest { claims: Some(r#"{"a":1}"#), refused: Some(&first), ..REQUEST };
    assert_eq!(credential.token(again).await.unwrap().secret().reveal(), "access2");

    let path = || "/contoso.example%2F..%2Fx/oauth2/v2.0/token".to_owned();
    let saw = |field, first: Option<&str>, second: Option<&str>| {
        let expected = [first, second].map(|value| (path(), value.map(str::to_owned)));
        assert_eq!(login.saw(field), expected, "{field}");
    };
    saw("grant_type", Some("client_credentials"), Some("client_credentials"));
    saw("client_id", Some("client1"), Some("client1"));
    saw("client_secret", Some(SECRET), Some(SECRET));
    saw("scope", Some(REQUEST.scope), Some(REQUEST.scope));
    saw("claims", None, Some(r#"{"a":1}"#));
}

#[tokio::test]
async fn errors_contain_no_secret() {
    let cases = [
        (refusal("invalid_client"), "no token: invalid_client: AADSTS70000: no Trace ID: 1"),
        (
            (200, format!(r#"{{"access_token": "{TOKEN}", "#)),
            "no token: the response of the login service is not an OAuth response",
        ),
        ((500, TOKEN.to_owned()), "no token: the response of the login service is not an OAuth response"),
        ((200, String::new()), "no token: the response of the login service is not an OAuth response"),
        ((200, r#"{"token_type":"Bearer","access_token":""}"#.into()), "no token: the token is empty"),
    ];
    for (answer, says) in cases {
        let credential = ClientSecretCredential::new(Login::new([answer]), app(), SECRET);
        let error = credential.token(REQUEST).await.unwrap_err();
        assert_eq!(error.to_string(), says);
        let texts = format!("{error:?} {credential:?}");
        assert!(!texts.contains(TOKEN) && !texts.contains(SECRET), "{texts}");
    }
    let broken = crate::testing::Script::new([crate::testing::Step::Fail(TransportErrorKind::Connect)]);
    let error = ClientSecretCredential::new(broken, app(), SECRET).token(REQUEST).await.unwrap_err();
    assert_eq!(error.to_string(), "no token: the login service cannot be reached");
    let nowhere = ClientSecretCredential::new(Login::default(), EntraApp::new("..", "x"), SECRET).token(REQUEST).await;
    let error = nowhere.unwrap_err();
    assert_eq!((error.to_string().as_str(), error.is_permanent()), ("no token: the tenant must be a domain or a GUID", true));
}

#[tokio::test(start_paused = true)]
async fn a_user_signs_in_with_a_code() {
    let login = Login::new([
        device(),
        refusal("authorization_pending"),
        refusal("slow_down"),
        token(1, true),
        token(2, true),
        token(3, false),
        refusal("invalid_grant"),
        device(),
        token(4, false),
    ]);
    let prompts = Arc::new(Mutex::new(Vec::new()));
    let shown = prompts.clone();
    let credential =
        DeviceCodeCredential::new(login.clone(), app(), move |prompt| shown.lock().unwrap().push(prompt.to_string()));
    let start = tokio::time::Instant::now();
    credential.sign_in(&Host::global()).await.unwrap();
    assert_eq!(start.elapsed(), Duration::from_secs(15), "5 s, and 5 s more when told to slow down");
    assert_eq!(
        *prompts.lock().unwrap(),
        ["To sign in, open https://login.example/device and enter the code ABC-DEF within 15 minutes."]
    );

    for expected in ["access1", "access2", "access3", "access4"] {
        assert_eq!(credential.token(REQUEST).await.unwrap().secret().reveal(), expected);
        tokio::time::sleep(Duration::from_secs(3500)).await;
    }
    assert_eq!(prompts.lock().unwrap().len(), 2, "the user signs in again only when refreshing fails");
    let refreshed: Vec<_> = login.saw("refresh_token").into_iter().filter_map(|(_, token)| token).collect();
    assert_eq!(refreshed, ["refresh1", "refresh2", "refresh2"], "the newest one");
    let (path, scope) = &login.saw("scope")[0];
    assert!(path.ends_with("/oauth2/v2.0/devicecode"), "{path}");
    assert_eq!(scope.as_deref(), Some("https://graph.microsoft.com/.default offline_access"));
    assert_eq!(login.saw("device_code")[1].1.as_deref(), Some("device1"));
    assert!(!format!("{credential:?}").contains("refresh2"));
}

#[tokio::test(start_paused = true)]
async fn an_outage_of_the_login_service_does_not_lose_the_sign_in() {
    let unavailable = |status| (status, r#"{"error":"temporarily_unavailable","error_description":"later"}"#.to_owned());
    let login = Login::new([
        device(),
        token(1, true),
        unavailable(503),
        unavailable(429),
        refusal("invalid_client"),
        token(2, true),
        refusal("interaction_required"),
        device(),
        token(3, true),
    ]);
    let prompts = Arc::new(Mutex::new(0));
    let shown = prompts.clone();
    let credential = DeviceCodeCredential::new(login, app(), move |_| *shown.lock().unwrap() += 1);
    credential.sign_in(&Host::global()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(3600)).await;
    for says in
        ["temporarily_unavailable: later", "temporarily_unavailable: later", "invalid_client: AADSTS70000: no Trace ID: 1"]
    {
        assert_eq!(credential.token(REQUEST).await.unwrap_err().to_string(), format!("no token: {says}"));
        tokio::time::sleep(Duration::from_secs(60)).await;
    }
    assert_eq!(credential.token(REQUEST).await.unwrap().secret().reveal(), "access2");
    assert_eq!(*prompts.lock().unwrap(), 1);
    tokio::time::sleep(Duration::from_secs(3600)).await;
    assert_eq!(credential.token(REQUEST).await.unwrap().secret().reveal(), "access3");
    assert_eq!(*prompts.lock().unwrap(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_shown_code_stays_valid_when_its_request_is_cancelled() {
    let pending = || refusal("authorization_pending");
    let login = Login::new([
        device(),
        token(1, true),
        refusal("invalid_grant"),
        device(),
        pending(),
        pending(),
        token(2, true),
        refusal("invalid_grant"),
        device(),
        pending(),
        device(),
        token(3, true),
    ]);
    let prompts = Arc::new(Mutex::new(0));
    let shown = prompts.clone();
    let credential = DeviceCodeCredential::new(login, app(), move |_| *shown.lock().unwrap() += 1);
    credential.sign_in(&Host::global()).await.unwrap();
    tokio::time::sleep(Duration::from_secs(3500)).await;
    assert_eq!(credential.token(REQUEST).await.unwrap().secret().reveal(), "access1", "it is valid, and the user takes a while");
    tokio::time::sleep(Duration::from_secs(200)).await;
    assert_eq!(credential.token(REQUEST).await.unwrap().secret().reveal(), "access2");
    assert_eq!(*prompts.lock().unwrap(), 2);

    tokio::time::sleep(Duration::from_secs(3600)).await;
    tokio::time::timeout(Duration::from_secs(3), credential.token(REQUEST)).await.unwrap_err();
    tokio::time::sleep(Duration::from_secs(900)).await;
    assert_eq!(credential.token(REQUEST).await.unwrap().secret().reveal(), "access3", "the old code has expired");
    assert_eq!(*prompts.lock().unwrap(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_user_may_decline() {
    for error in ["authorization_declined", "expired_token", "access_denied"] {
        let credential = DeviceCodeCredential::new(Login::new([device(), refusal(error)]), app(), drop);
        let refused = credential.sign_in(&Host::global()).await.unwrap_err();
        assert!(refused.to_string().contains(error), "{refused}");
    }
}

/// Signs in with a device code. Returns the result and how long the sign-in took.
async fn timed(transport: impl Transport) -> (Result<(), crate::auth::CredentialError>, Duration) {
    let credential = DeviceCodeCredential::new(transport, app(), drop);
    let start = tokio::time::Instant::now();
    let host = Host::global();
    let result =
        tokio::time::timeout(Duration::from_secs(3600), credential.sign_in(&host)).await.expect("a result within an hour");
    (result, start.elapsed())
}

fn device_with(interval: u64) -> (u16, String) {
    let (status, body) = device();
    (status, body.replace(r#""interval":5"#, &format!(r#""interval":{interval}"#)))
}

/// A transient error response does not end the sign-in.
// Case C5
#[tokio::test(start_paused = true)]
async fn a_transient_response_is_polled_again() {
    let html = |status| (status, "<html>Bad Gateway</html>".to_owned());
    let (result, took) =
        timed(Login::new([device(), html(502), html(503), (429, String::new()), html(408), token(1, true)])).await;
    result.unwrap();
    assert!(took >= Duration::from_secs(20), "{took:?}");
    let (result, _) = timed(Login::new([device(), (200, "<html>".to_owned())])).await;
    result.unwrap_err();
    let unavailable = refusal("temporarily_unavailable");
    let (result, took) = timed(Login::new([device_with(20), unavailable, html(503), token(1, true)])).await;
    result.unwrap();
    assert_eq!(took, Duration::from_secs(40), "the service named a longer interval than the one after a failure");
}

/// A form holds each character of a secret, and an error names the page that explains it.
#[tokio::test]
async fn a_form_keeps_every_character() {
    let secret = "a+b&c=d e%20é~\"/";
    let explained = r#"{"error":"invalid_client","error_description":"no","error_uri":"https://login.example/error?code=7"}"#;
    let login = Login::new([(401, explained.to_owned())]);
    let error = ClientSecretCredential::new(login.clone(), app(), secret).token(REQUEST).await.unwrap_err();
    assert_eq!(login.saw("client_secret")[0].1.as_deref(), Some(secret));
    assert_eq!(error.to_string(), "no token: invalid_client: no (see https://login.example/error?code=7)");
}

/// If the service names an interval of less than 5 s, the interval of 5 s from RFC 8628 is used.
// Case C5
#[tokio::test(start_paused = true)]
async fn polls_are_at_least_five_seconds_apart() {
    for interval in [0, 1, 4, 5] {
        let pending = || refusal("authorization_pending");
        let (result, took) =
            timed(Login::new([device_with(interval), pending(), pending(), refusal("slow_down"), token(1, true)])).await;
        result.unwrap();
        assert_eq!(took, Duration::from_secs(5 + 5 + 10), "interval {interval}");
    }
}

/// Sign-in ends with an error if the login service does not respond.
// Case C5
#[tokio::test(start_paused = true)]
async fn a_login_service_that_hangs_has_a_time_limit() {
    use crate::testing::{Script, Step};
    let (result, took) = timed(Script::new([Step::Hang])).await;
    assert_eq!((result.unwrap_err().to_string().as_str(), took.as_secs()), ("no token: the login service cannot be reached", 30));

    let (status, body) = device();
    let hangs = std::iter::repeat_with(|| Step::Hang).take(60);
    let (result, took) = timed(Script::new([Step::json(status, body)].into_iter().chain(hangs))).await;
    assert_eq!(
        (result.unwrap_err().to_string().as_str(), took.as_secs()),
        ("no token: the code expired before the user entered it: sign in again", 900)
    );
    let credential = ClientSecretCredential::new(Script::new([Step::Hang]), app(), SECRET);
    let result = tokio::time::timeout(Duration::from_secs(60), credential.token(REQUEST)).await;
    assert!(!result.expect("a time limit").unwrap_err().is_permanent(), "an outage");
}

/// An error with the status 429 or 5xx is transient, whatever code its body has. With any other status, the code decides.
// Cases C3, C5
#[tokio::test(start_paused = true)]
async fn a_throttled_or_failing_login_service_is_an_outage() {
    for (status, code, is_permanent) in [
        (429, "invalid_request", false),
        (503, "invalid_grant", false),
        (500, "unauthorized_client", false),
        (503, "server_error", false),
        (400, "temporarily_unavailable", false),
        (400, "invalid_request", true),
        (401, "invalid_client", true),
    ] {
        let error = ClientSecretCredential::new(Login::new([(status, refusal(code).1)]), app(), SECRET).token(REQUEST).await;
        let error = error.unwrap_err();
        assert_eq!(error.is_permanent(), is_permanent, "{status} {code}");
        let text = error.to_string();
        assert!(text.contains(code) && text.contains("AADSTS70000: no"), "{text}");
    }
    let login = Login::new([device(), token(1, true), (429, refusal("invalid_grant").1)]);
    let credential = DeviceCodeCredential::new(login, app(), |_| ());
    let first = credential.token(REQUEST).await.unwrap();
    let again = TokenRequest { refused: Some(&first), ..REQUEST };
    assert!(!credential.token(again).await.unwrap_err().is_permanent(), "the refresh token is still valid");
}

/// Hostile text from the login service cannot break the prompt into two lines, and the text of an error does not contain the secret.
// Cases D1, D2
#[tokio::test(start_paused = true)]
async fn the_login_service_cannot_forge_a_line_or_echo_the_secret() {
    let (status, body) = device();
    let body = body.replace("ABC-DEF", r"ABC\u001b[31m\nDEF").replace("example/device", r"example/a\u202eb");
    let prompts = Arc::new(Mutex::new(Vec::new()));
    let shown = prompts.clone();
    let login = Login::new([(status, body), token(1, true)]);
    let credential = DeviceCodeCredential::new(login, app(), move |prompt| shown.lock().unwrap().push(prompt.to_string()));
    credential.sign_in(&Host::global()).await.unwrap();
    let expected = "To sign in, open https://login.example/a b and enter the code ABC [31m DEF within 15 minutes.";
    assert_eq!(*prompts.lock().unwrap(), [expected]);

    let echo = (401, format!(r#"{{"error":"invalid_client","error_description":"no {SECRET}"}}"#));
    let error = ClientSecretCredential::new(Login::new([echo]), app(), SECRET).token(REQUEST).await.unwrap_err();
    assert_eq!((error.to_string().as_str(), error.is_permanent()), ("no token: invalid_client: no [token]", true));
}
