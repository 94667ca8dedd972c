//! Who may do what: bearer tokens and the permissions they carry.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderMap, WWW_AUTHENTICATE};
use http::{Method, StatusCode};

use super::answer::Failure;
use super::journal::bearer;
use crate::model::descriptor::Permissions;

/// The tokens that the service knows. It has no `Debug`, since they are secrets.
#[derive(Default)]
pub(super) struct Access {
    /// Any token that is not listed is good for anything, until one is granted.
    granted_only: bool,
    tokens: HashMap<String, Token>,
}

#[derive(Clone)]
pub(super) struct Token {
    /// `None` is all of them.
    permissions: Option<Vec<String>>,
    state: State,
}

#[derive(Clone)]
enum State {
    Good,
    Expired,
    /// The service wants one with these claims.
    Challenged(String),
}

const GOOD_FOR_ALL: Token = Token { permissions: None, state: State::Good };

impl Access {
    pub(super) fn grant(&mut self, token: String, permissions: Vec<String>) {
        self.granted_only = true;
        self.tokens.insert(token, Token { permissions: Some(permissions), state: State::Good });
    }

    pub(super) fn expire(&mut self, token: String) {
        self.tokens.entry(token).or_insert(GOOD_FOR_ALL).state = State::Expired;
    }

    pub(super) fn challenge(&mut self, token: String, claims: &str) {
        self.tokens.entry(token).or_insert(GOOD_FOR_ALL).state = State::Challenged(STANDARD.encode(claims));
    }

    /// The token of the request, if it is good.
    pub(super) fn token(&self, headers: &HeaderMap) -> Result<Token, Failure> {
        let Some(token) = headers.get(AUTHORIZATION).and_then(bearer) else {
            return Err(unauthorized("The request has no bearer token.", ""));
        };
        match self.tokens.get(token) {
            None if self.granted_only => Err(unauthorized("The token is not one of this service.", r#", error="invalid_token""#)),
            None => Ok(GOOD_FOR_ALL),
            Some(Token { state: State::Expired, .. }) => {
                Err(unauthorized("The token has expired.", r#", error="invalid_token""#))
            }
            Some(Token { state: State::Challenged(claims), .. }) => {
                let challenge = format!(r#", error="insufficient_claims", claims="{claims}""#);
                Err(unauthorized("The token lacks claims that the service asks for.", &challenge))
            }
            Some(token) => Ok(token.clone()),
        }
    }
}

impl Token {
    /// Refuses what takes a permission that the token does not carry; what takes none is free to all.
    pub(super) fn permits(&self, method: &Method, needed: Permissions) -> Result<(), Failure> {
        let Some(held) = &self.permissions else { return Ok(()) };
        let mut sufficient: Vec<String> =
            [needed.delegated, needed.application].concat().into_iter().map(str::to_owned).collect();
        if method == Method::GET {
            let reading: Vec<_> = sufficient.iter().map(|name| name.replace(".ReadWrite", ".Read")).collect();
            sufficient.extend(reading);
        }
        sufficient.dedup();
        if sufficient.is_empty() || held.iter().any(|held| sufficient.contains(held)) {
            return Ok(());
        }
        let message = format!("The token carries none of the permissions that this takes: {}.", sufficient.join(", "));
        Err(Failure::new(StatusCode::FORBIDDEN, "Forbidden", message))
    }
}

fn unauthorized(message: &str, challenge: &str) -> Failure {
    let realm = r#"Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize""#;
    let failure = Failure::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
    failure.header(WWW_AUTHENTICATE, format!("{realm}{challenge}"))
}
