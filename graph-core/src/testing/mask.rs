//! Redacts tokens and other secrets in recorded traffic.

use std::borrow::Cow;

use http::Uri;
use http::header::{HeaderMap, HeaderName, HeaderValue};

use crate::model::Json;

/// The text that replaces a secret.
pub(super) const MASK: &str = "[redacted]";

/// The minimum length in bytes of a secret that is masked in every recorded text. A shorter secret could be part of ordinary words.
const SEARCHED: usize = 8;

/// The secrets found in recorded traffic so far, which are masked wherever they occur.
#[derive(Clone, Default)]
pub(super) struct Mask {
    secrets: Vec<String>,
}

impl Mask {
    pub(super) fn learn(&mut self, secret: &str) {
        if secret.len() >= SEARCHED && !self.secrets.iter().any(|known| known == secret) {
            self.secrets.push(secret.to_owned());
        }
    }

    /// Remembers the credentials in the headers of a request or response as secrets.
    pub(super) fn learn_headers(&mut self, headers: &HeaderMap) {
        targets(headers).for_each(|url| self.learn_url(&url));
        for (name, value) in headers.iter().filter(|(name, value)| is_secret_header(name, value)) {
            let value = String::from_utf8_lossy(value.as_bytes());
            self.learn(value.trim());
            // The secret may be only a part of the value, as in `Bearer …` or in a cookie such as `name=…; Path=/`.
            let parts = value.split([' ', ';']).map(|part| if name == "authorization" { part } else { value_of(part) });
            parts.for_each(|part| self.learn(part.trim_matches('"')));
        }
    }

    /// Remembers the path of the URL to which a response of `host` sends the client, if that URL is on another host: it works without a
    /// token.
    pub(super) fn learn_target(&mut self, headers: &HeaderMap, host: Option<&str>) {
        let urls = targets(headers).filter_map(|url| url.parse::<Uri>().ok());
        urls.filter(|url| url.host().is_some_and(|named| Some(named) != host)).for_each(|url| self.learn_path(&url));
    }

    /// Remembers the secrets in the JSON body of a request or response.
    pub(super) fn learn_body(&mut self, body: &Json) {
        match body {
            Json::Object(members) => {
                for (name, value) in members {
                    match value {
                        Json::String(secret) if is_secret_name(name) => self.learn(secret),
                        Json::String(url) if is_secret_url(name) => {
                            self.learn_url(url);
                            url.parse().iter().for_each(|url| self.learn_path(url));
                        }
                        value => self.learn_body(value),
                    }
                }
            }
            Json::String(text) => self.learn_url(text),
            Json::Array(elements) => elements.iter().for_each(|element| self.learn_body(element)),
            _ => {}
        }
    }

    /// Remembers the secret parameters of a URL, such as the `tempauth` of an upload URL, which works without a token.
    pub(super) fn learn_url(&mut self, text: &str) {
        let query = Some(text).filter(|text| text.starts_with("http")).and_then(|url| url.split_once('?'));
        let pairs = query.into_iter().flat_map(|(_, query)| query.split('&')).filter_map(|pair| pair.split_once('='));
        for (name, value) in pairs {
            if is_secret_parameter(name) {
                self.learn(value);
            }
        }
    }

    /// Remembers the path of a URL that works without a token. Some services write the secret of such a URL into its path.
    fn learn_path(&mut self, url: &Uri) {
        self.learn(url.path().trim_start_matches('/'));
    }

    pub(super) fn headers(&self, headers: &HeaderMap) -> Vec<(String, String)> {
        let shown = |(name, value): (&HeaderName, &HeaderValue)| {
            let text = String::from_utf8_lossy(value.as_bytes());
            let text = if is_secret_header(name, value) { MASK.to_owned() } else { self.text(&text) };
            (name.as_str().to_owned(), text)
        };
        headers.iter().map(shown).collect()
    }

    /// Masks the values of secret parameters in a URL's query or a form.
    pub(super) fn pairs(&self, text: &str) -> String {
        let pair = |pair: &str| match pair.split_once('=') {
            Some((name, _)) if is_secret_parameter(name) => format!("{name}={MASK}"),
            _ => self.text(pair),
        };
        text.split('&').map(pair).collect::<Vec<_>>().join("&")
    }

    pub(super) fn json(&self, body: &Json) -> Json {
        match body {
            Json::Object(members) => {
                let member = |(name, value): (&String, &Json)| match value {
                    Json::String(_) if is_secret_name(name) => (self.text(name), MASK.into()),
                    value => (self.text(name), self.json(value)),
                };
                Json::Object(members.iter().map(member).collect())
            }
            Json::Array(elements) => elements.iter().map(|element| self.json(element)).collect(),
            Json::String(text) => Json::String(self.text(text)),
            other => other.clone(),
        }
    }

    /// Masks all remembered secrets in a text, and any part that looks like a JSON Web Token.
    pub(super) fn text(&self, text: &str) -> String {
        let known = self.secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, MASK));
        mask_tokens(&known)
    }
}

/// Returns the URLs in the headers `Location` and `Operation-Location`.
fn targets(headers: &HeaderMap) -> impl Iterator<Item = Cow<'_, str>> {
    let values = ["location", "operation-location"].into_iter().filter_map(|name| headers.get(name));
    values.map(|value| String::from_utf8_lossy(value.as_bytes()))
}

/// Returns `true` if the name of a header indicates a secret, or if the client marked its value as sensitive.
fn is_secret_header(name: &HeaderName, value: &HeaderValue) -> bool {
    let always = ["authorization", "proxy-authorization", "cookie", "set-cookie"].contains(&name.as_str());
    always || value.is_sensitive() || is_secret_name(name.as_str()) || name.as_str().contains("api-key")
}

/// Returns `true` if the name of a URL's or a form's parameter indicates a secret.
fn is_secret_parameter(name: &str) -> bool {
    is_secret_name(name) || ["sig", "code", "tempauth"].contains(&name)
}

/// Returns `true` if the JSON member of this name is a URL that works without a token, such as `@microsoft.graph.downloadUrl`.
fn is_secret_url(name: &str) -> bool {
    ["uploadUrl", "downloadUrl"].iter().any(|end| name.ends_with(end))
}

/// Returns `true` if the name of a header, JSON member or parameter indicates a secret.
fn is_secret_name(name: &str) -> bool {
    const PARTS: [&str; 8] =
        ["password", "secret", "accesstoken", "refreshtoken", "idtoken", "assertion", "authorization", "cookie"];
    const WHOLE: [&str; 5] = ["token", "devicecode", "usercode", "privatekey", "validationtoken"];
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    WHOLE.contains(&name.as_str()) || PARTS.iter().any(|part| name.contains(part))
}

fn value_of(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(_, value)| value)
}

/// Masks the JSON Web Tokens in a text: three base64url parts joined by dots, beginning with `eyJ`, which encodes `{"`.
fn mask_tokens(text: &str) -> String {
    let fits = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let mut masked = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("eyJ") {
        let (before, found) = rest.split_at(start);
        let (token, after) = found.split_at(found.find(|c| !fits(c)).unwrap_or(found.len()));
        masked.push_str(before);
        masked.push_str(if token.matches('.').count() >= 2 { MASK } else { token });
        rest = after;
    }
    masked.push_str(rest);
    masked
}
