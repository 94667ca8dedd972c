//! Reads the claims that the next token needs from the `WWW-Authenticate` header of a 401.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

use crate::model::duplicate_keys::parse_any;
use crate::model::json::Json;

/// Returns the claims that the `WWW-Authenticate` headers of a 401 demand, as JSON ([continuous access evaluation]).
///
/// [continuous access evaluation]: https://learn.microsoft.com/entra/identity-platform/claims-challenge
pub(crate) fn claims_challenge(headers: &HeaderMap) -> Option<String> {
    let challenges = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    challenges.filter_map(|text| decode(&parameter(text, "claims")?)).next()
}

/// Returns the value of the first parameter with this name in the text of a `WWW-Authenticate` header, whichever challenge it belongs to
/// ([RFC 9110 §11.2](https://www.rfc-editor.org/rfc/rfc9110#section-11.2)).
fn parameter(text: &str, name: &str) -> Option<String> {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('=') {
        let found = before.trim_end_matches([' ', '\t']).rsplit([' ', ',', '\t']).next()?;
        let (value, next) = value(after.trim_start());
        if found.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = next;
    }
    None
}

/// Reads the value of a parameter, which is a word or a quoted string, from the start of the text. Returns the value and the rest of the
/// text.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([' ', ',', '\t']).unwrap_or(text.len());
        let (token, rest) = text.split_at(end);
        return (token.to_owned(), rest);
    };
    let mut value = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => value.extend(chars.next()),
            _ => value.push(c),
        }
    }
    (value, chars.as_str())
}

const INDIFFERENT: GeneralPurposeConfig = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
static STANDARD_BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, INDIFFERENT);
static URL_SAFE_BASE64: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, INDIFFERENT);

/// Decodes claims: Base64 of a JSON object. Accepts the standard and the URL-safe alphabet, with or without padding. Returns the JSON.
fn decode(text: &str) -> Option<String> {
    let claims = STANDARD_BASE64.decode(text).or_else(|_| URL_SAFE_BASE64.decode(text)).ok()?;
    let claims = String::from_utf8(claims).ok()?;
    matches!(parse_any(claims.as_bytes()), Ok(Json::Object(_))).then_some(claims)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge(text: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.append(WWW_AUTHENTICATE, "Negotiate".parse().unwrap());
        headers.append(WWW_AUTHENTICATE, text.parse().unwrap());
        claims_challenge(&headers)
    }

    #[test]
    fn the_claims_are_found_in_any_position() {
        let json = r#"{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}"#;
        let claims = "eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZSwidmFsdWUiOiIxNjA0MTA2NjUxIn19fQ";
        for text in [
            format!(
                r#"Bearer realm="", authorization_uri="https://login.example/common/oauth2/authorize?a=b, c", error="insufficient_claims", claims="{claims}==""#
            ),
            format!(r#"Bearer claims={claims}, error="insufficient_claims""#),
            format!(r#"PoP realm="a\"claims=\"x", Bearer CLAIMS = "{claims}""#),
            format!("Bearer realm=\"\",\tclaims\t =\t\"{claims}\""),
            format!(r#"Bearer claims= "{claims}=""#),
        ] {
            assert_eq!(challenge(&text).as_deref(), Some(json), "{text}");
        }
    }

    #[test]
    fn other_challenges_have_no_claims() {
        for text in [
            "",
            "Bearer",
            "=",
            "===",
            "claims",
            "claims=",
            "Bearer claims=\"",
            "Bearer claims=\"\\",
            "Bearer claims=\"!!\"",
            "Bearer claims=\"bm8\"",
            "Bearer claims=\"WzFd\"",
            "Bearer error=\"claims\"",
            "Bearer xclaims=\"e30\"",
        ] {
            assert_eq!(challenge(text), None, "{text}");
        }
    }
}
