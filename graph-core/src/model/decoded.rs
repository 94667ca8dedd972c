//! A value decoded from the text of a response.

use std::error::Error;
use std::fmt;

use super::descriptor::StructuredType;
use super::duplicate_keys::parse;
use super::json::Json;
use super::read_error::ReadError;
use super::reader::{ReadMode, Reader, read_object};
use super::text_reader::read_text;

/// A value decoded from a response, with the object's `@odata.etag` if there is one.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<T> {
    pub(crate) value: T,
    pub(crate) etag: Option<String>,
}

impl<T> Decoded<T> {
    /// Parses the text of a response body into a JSON tree, then decodes the tree with `read`.
    pub(crate) fn read(text: &[u8], read: impl FnOnce(Json) -> Result<T, ReadError>) -> Result<Self, TextError> {
        let json = parse(text)?;
        let etag = json.get("@odata.etag").and_then(Json::as_str).map(str::to_owned);
        Ok(Self { value: read(json)?, etag })
    }

    /// Decodes an entity or complex value from the text of a response body without building a JSON tree, which
    /// would cost several times as much. Reads an unusual or malformed text through a tree, which finds the error.
    pub(super) fn read_structure(
        declared: &'static StructuredType,
        text: &[u8],
        read: impl Fn(&mut Reader<'_>) -> T,
    ) -> Result<Self, TextError> {
        // The whole text is checked to be UTF-8 once.
        if let Some((value, etag)) = str::from_utf8(text).ok().and_then(|text| read_text(declared, text, &read)) {
            return Ok(Self { value, etag });
        }
        Self::read(text, |json| read_object(declared, json, ReadMode::Full, read))
    }
}

/// The reason why the text of a response body could not be decoded.
#[derive(Debug)]
#[non_exhaustive]
pub enum TextError {
    /// The text is not JSON, or an object has the same key twice.
    Json(serde_json::Error),
    /// The JSON does not fit the declared type.
    Value(ReadError),
}

impl From<serde_json::Error> for TextError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error)
    }
}

impl From<ReadError> for TextError {
    fn from(error: ReadError) -> Self {
        Self::Value(error)
    }
}

impl fmt::Display for TextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json(_) => "the text is not valid JSON",
            Self::Value(_) => "the JSON does not fit the declaration",
        })
    }
}

impl Error for TextError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Json(error) => Some(error),
            Self::Value(error) => Some(error),
        }
    }
}
