//! A value decoded from the text of a response.

use std::error::Error;
use std::fmt;

use super::descriptor::StructuredType;
use super::duplicate_keys::{parse, read_members};
use super::json::Json;
use super::read_error::ReadError;
use super::reader::{ReadMode, Reader};

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

    /// Decodes an entity or complex value from the text of a response body without building a JSON tree. A tree would cost twice as much,
    /// because it hashes each key.
    pub(super) fn read_structure(
        declared: &'static StructuredType,
        text: &[u8],
        read: impl FnOnce(&mut Reader<'_>) -> T,
    ) -> Result<Self, TextError> {
        let mut reader = open(declared, text)?;
        let etag = reader.etag.as_ref().and_then(Json::as_str).map(str::to_owned);
        let value = read(&mut reader);
        Ok(Self { value: reader.finish(value)?, etag })
    }
}

/// Returns a [`Reader`] with the properties of the JSON object in `text`, which must be complete.
fn open<'a>(declared: &'static StructuredType, text: &'a [u8]) -> Result<Reader<'a>, TextError> {
    // The whole text is checked to be UTF-8 once; serde_json would otherwise check each string.
    let object = str::from_utf8(text).ok().filter(|text| text.trim_ascii_start().starts_with('{'));
    let Some(object) = object else {
        return Ok(Reader::open(declared, parse(text)?, ReadMode::Full)?);
    };
    let mut reader = Reader::empty(declared, ReadMode::Full);
    match read_members(object, &mut reader) {
        Ok(tag) => {
            reader.check(tag)?;
            Ok(reader)
        }
        // `read_members` fails, for example, if the value of a numeric property is not a number of the property's type. Its error does not
        // name the property, so read the object again through a tree. That also accepts a number that is written as text.
        Err(_) => Ok(Reader::open(declared, parse(text)?, ReadMode::Full)?),
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
