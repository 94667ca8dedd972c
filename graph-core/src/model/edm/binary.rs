//! `Edm.Binary`.

use std::fmt;
use std::str::FromStr;

use base64::alphabet::{STANDARD, URL_SAFE};
use base64::display::Base64Display;
use base64::engine::{DecodePaddingMode, Engine, GeneralPurpose, GeneralPurposeConfig};

use super::parse_error::ParseValueError;

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
static BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
static BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// Bytes of an `Edm.Binary`. They are often a certificate or a key, so neither `Debug` nor an error shows them.
///
/// Written as base64 with padding, the form that Graph writes. Parsing accepts base64 and OData's form base64url, each with or without
/// padding.
///
/// ```
/// let certificate = graph_core::Binary::from(*b"value");
/// assert_eq!(certificate.to_string(), "dmFsdWU=");
/// assert_eq!(format!("{certificate:?}"), "Binary(5 bytes)");
/// assert_eq!("dmFsdWU".parse(), Ok(certificate));
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Binary(Vec<u8>);

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<[u8; N]> for Binary {
    fn from(bytes: [u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl From<Binary> for Vec<u8> {
    fn from(binary: Binary) -> Self {
        binary.0
    }
}

impl AsRef<[u8]> for Binary {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", self.0.len())
    }
}

/// Writes the bytes as base64 with padding.
impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Base64Display::new(&self.0, &BASE64).fmt(f)
    }
}

impl FromStr for Binary {
    type Err = ParseValueError;

    #[inline]
    fn from_str(text: &str) -> Result<Self, ParseValueError> {
        let alphabet = if text.contains(['-', '_']) { &BASE64_URL } else { &BASE64 };
        let secret = |_| ParseValueError::new("Binary", &format!("<{} characters>", text.chars().count()));
        alphabet.decode(text).map(Self).map_err(secret)
    }
}

#[cfg(test)]
mod tests {
    use super::Binary;
    use crate::model::edm::tests::{reads_as, refuses, unchanged};

    #[test]
    fn base64_with_padding_round_trips_unchanged() {
        unchanged::<Binary>(&["", "dmFsdWU=", "bWFuaWZlc3Q=", "+/+/", "dHJ1c3RlZFJvb3RDZXJ0aWZpY2F0ZQ=="]);
    }

    #[test]
    fn base64url_and_text_without_padding_keep_their_value() {
        reads_as::<Binary>("-_-_", "+/+/");
        reads_as::<Binary>("dmFsdWU", "dmFsdWU=");
    }

    #[test]
    fn malformed_texts_are_refused() {
        refuses::<Binary>(&["Value value", "dmFsd", "dmFsdWU==", "+_+_", "dmFs\ndWU=", "dmFsdWV="]);
    }

    #[test]
    fn neither_debug_nor_an_error_shows_the_content() {
        let key = Binary::from(b"private".as_slice());
        assert_eq!(format!("{key:?}"), "Binary(7 bytes)");
        let error = "not base64 but secret".parse::<Binary>().unwrap_err();
        assert_eq!(error.to_string(), r#"expected Binary, found the text "<21 characters>""#);
        assert!(!format!("{error:?}").contains("secret"));
    }
}
