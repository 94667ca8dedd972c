//! Authorization: bearer tokens and their permissions.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderMap, WWW_AUTHENTICATE};
use http::{Method, StatusCode};

use super::exchange::bearer;
use super::reply::Rejection;
use crate::model::descriptor::Permissions;

/// The bearer tokens that the emulator knows. This type does not implement `Debug`, since tokens are secrets.
#[derive(Default)]
pub(super) struct Access {
    /// Whether a test has granted a token with [`grant`](Self::grant). Until then, unknown tokens have every permission. From then on, they
    /// are refused.
    granted_only: bool,
    /// Whether a request without a token has every permission.
    pub(super) anonymous: bool,
    tokens: HashMap<String, KnownToken>,
}

#[derive(Clone)]
pub(super) struct KnownToken {
    /// The names of the permissions that the token grants, such as `User.Read.All`; `None` means every permission.
    permissions: Option<Vec<String>>,
    state: State,
}

#[derive(Clone)]
enum State {
    Valid,
    Expired,
    /// The emulator refuses the token, and asks for a new one with these claims (base64).
    Challenged(String),
}

const ALL_PERMISSIONS: KnownToken = KnownToken { permissions: None, state: State::Valid };

impl Access {
    pub(super) fn grant(&mut self, token: String, permissions: Vec<String>) {
        self.granted_only = true;
        self.tokens.insert(token, KnownToken { permissions: Some(permissions), state: State::Valid });
    }

    pub(super) fn expire(&mut self, token: String) {
        self.tokens.entry(token).or_insert(ALL_PERMISSIONS).state = State::Expired;
    }

    pub(super) fn challenge(&mut self, token: String, claims: &str) {
        self.tokens.entry(token).or_insert(ALL_PERMISSIONS).state = State::Challenged(STANDARD.encode(claims));
    }

    /// Returns the permissions and the state of the request's bearer token.
    ///
    /// # Errors
    /// 401 if the token is missing, unknown, expired or challenged.
    pub(super) fn token(&self, headers: &HeaderMap) -> Result<KnownToken, Rejection> {
        if self.anonymous && !headers.contains_key(AUTHORIZATION) {
            return Ok(ALL_PERMISSIONS);
        }
        let Some(token) = headers.get(AUTHORIZATION).and_then(bearer) else {
            return Err(unauthorized("The request has no bearer token.", ""));
        };
        match self.tokens.get(token) {
            None if self.granted_only => Err(unauthorized("The token is not one of this service.", r#", error="invalid_token""#)),
            None => Ok(ALL_PERMISSIONS),
            Some(KnownToken { state: State::Expired, .. }) => {
                Err(unauthorized("The token has expired.", r#", error="invalid_token""#))
            }
            Some(KnownToken { state: State::Challenged(claims), .. }) => {
                let challenge = format!(r#", error="insufficient_claims", claims="{claims}""#);
                Err(unauthorized("The token lacks claims that the service asks for.", &challenge))
            }
            Some(token) => Ok(token.clone()),
        }
    }
}

impl KnownToken {
    /// Checks that the token has one of the permissions in `needed`. If `needed` is empty, every token is sufficient.
    ///
    /// # Errors
    /// 403 with the names of the needed permissions.
    pub(super) fn permits(&self, method: &Method, needed: Permissions) -> Result<(), Rejection> {
        let Some(held) = &self.permissions else { return Ok(()) };
        let mut sufficient: Vec<String> =
            [needed.delegated, needed.application].concat().into_iter().map(str::to_owned).collect();
        if [Method::GET, Method::HEAD].contains(method) {
            let reading: Vec<_> = sufficient.iter().map(|name| name.replace(".ReadWrite", ".Read")).collect();
            sufficient.extend(reading);
        }
        sufficient.dedup();
        if sufficient.is_empty() || held.iter().any(|held| sufficient.contains(held)) {
            return Ok(());
        }
        let message = format!("The token carries none of the permissions that this takes: {}.", sufficient.join(", "));
        Err(Rejection::new(StatusCode::FORBIDDEN, "Forbidden", message))
    }
}

fn unauthorized(message: &str, challenge: &str) -> Rejection {
    let realm = r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize""#;
    let rejection = Rejection::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
    rejection.header(WWW_AUTHENTICATE, format!("{realm}{challenge}"))
}
