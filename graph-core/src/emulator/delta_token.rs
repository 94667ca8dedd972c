//! The tokens in the links of a delta query.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::random::guid_of;
use super::routes::Key;

/// The state of a client in a delta query. The tokens in next links and delta links contain it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DeltaState {
    /// How many times a test had made all tokens expire when this token was issued. If a test has done so since then, the token has
    /// expired.
    pub(super) generation: u64,
    /// The number of the last change that the client knows; `None` before the first delta link, while the pages list all objects.
    pub(super) since: Option<u64>,
    /// The number of the last change that the pages up to the next delta link report. `None` in the token of a delta link.
    pub(super) until: Option<u64>,
    /// The key of the last object on the page before.
    pub(super) after: String,
    /// The names, without `$`, and the values of the query options in the first request.
    pub(super) options: Vec<(String, String)>,
}

impl DeltaState {
    /// Returns the state as a token for the changes of this collection.
    pub(super) fn write(&self, collection: &Key) -> String {
        let fields = (self.generation, self.since, self.until, &self.after, &self.options);
        let state = serde_json::to_string(&fields).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(checksum(collection, &state) + &state)
    }

    /// Reads a token. Returns `None` if the emulator did not issue the token for this collection.
    pub(super) fn read(token: &str, collection: &Key) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let (given, state) = text.split_at_checked(checksum(collection, "").len())?;
        if given != checksum(collection, state) {
            return None;
        }
        let (generation, since, until, after, options) = serde_json::from_str(state).ok()?;
        Some(Self { generation, since, until, after, options })
    }
}

/// Returns a checksum of the state, a text of constant length. It exposes a token that a test has made up, but does not resist an attack.
fn checksum(collection: &Key, state: &str) -> String {
    guid_of(["delta", state].into_iter().chain(collection.iter().map(String::as_str)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_read_only_as_it_was_written_and_for_its_collection() {
        let users = vec!["users".to_owned()];
        let options = vec![("select".to_owned(), "id,displayName".to_owned())];
        let state = DeltaState { generation: 1, since: Some(7), until: Some(9), after: "ü/1".into(), options };
        let token = state.write(&users);
        assert_eq!(DeltaState::read(&token, &users), Some(state));
        assert_eq!(DeltaState::read(&token, &vec!["groups".to_owned()]), None);
        for index in 0..token.len() {
            let mut forged = token.clone().into_bytes();
            forged[index] = if forged[index] == b'A' { b'B' } else { b'A' };
            assert_eq!(DeltaState::read(&String::from_utf8(forged).unwrap(), &users), None, "{index}");
        }
        for forged in ["", "latest", "AAAA", &token[1..], "ü"] {
            assert_eq!(DeltaState::read(forged, &users), None, "{forged}");
        }
    }
}
