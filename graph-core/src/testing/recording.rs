//! Recorded traffic as JSON.

use std::fmt;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::json;

use crate::model::{Additional, Json};

/// The exchanges that [`Record`](super::Record) recorded, oldest first, with secrets redacted.
///
/// ```
/// use graph_core::testing::Recording;
///
/// let recording = Recording::from_json(r#"{"exchanges": [{
///     "request": {"method": "GET", "url": "https://graph.microsoft.com/v1.0/me"},
///     "response": {"status": 200, "json": {"id": "a1"}}
/// }]}"#)?;
/// assert_eq!(recording.len(), 1);
/// # Ok::<(), graph_core::testing::RecordingError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recording {
    pub(super) exchanges: Vec<RecordedExchange>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct RecordedExchange {
    pub(super) request: RecordedRequest,
    pub(super) outcome: RecordedOutcome,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct RecordedRequest {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Headers,
    pub(super) body: RecordedBody,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum RecordedOutcome {
    Response {
        status: u16,
        headers: Headers,
        body: RecordedBody,
    },
    /// The transport failed with an error of the kind that has this name, such as `Timeout`.
    Error(String),
}

pub(super) type Headers = Vec<(String, String)>;

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum RecordedBody {
    #[default]
    Empty,
    Json(Json),
    Text(String),
    Bytes(Bytes),
}

impl RecordedBody {
    pub(super) fn bytes(&self) -> Bytes {
        match self {
            Self::Empty => Bytes::new(),
            Self::Json(json) => json.to_string().into(),
            Self::Text(text) => text.clone().into(),
            Self::Bytes(bytes) => bytes.clone(),
        }
    }

    /// Adds this body to `members`, the JSON object of a recorded request or response.
    fn write(&self, members: &mut Additional) {
        let (name, value) = match self {
            Self::Empty => return,
            Self::Json(json) => ("json", json.clone()),
            Self::Text(text) => ("text", text.clone().into()),
            Self::Bytes(bytes) => ("base64", STANDARD.encode(bytes).into()),
        };
        members.insert(name.into(), value);
    }

    fn read(members: &Additional) -> Result<Self, RecordingError> {
        let text = |name: &str| members.get(name).map(|value| value.as_str().ok_or_else(|| invalid(name)));
        if let Some(json) = members.get("json") {
            return Ok(Self::Json(json.clone()));
        }
        if let Some(text) = text("text") {
            return Ok(Self::Text(text?.to_owned()));
        }
        match text("base64") {
            None => Ok(Self::Empty),
            Some(text) => STANDARD.decode(text?).map(|bytes| Self::Bytes(bytes.into())).map_err(|_| invalid("base64")),
        }
    }
}

impl RecordedExchange {
    fn write(&self) -> Json {
        let RecordedRequest { method, url, headers, body } = &self.request;
        let mut request = Additional::new();
        request.insert("method".into(), method.clone().into());
        request.insert("url".into(), url.clone().into());
        write_headers(headers, &mut request);
        body.write(&mut request);
        match &self.outcome {
            RecordedOutcome::Error(kind) => json!({"request": request, "error": kind}),
            RecordedOutcome::Response { status, headers, body } => {
                let mut response = Additional::new();
                response.insert("status".into(), (*status).into());
                write_headers(headers, &mut response);
                body.write(&mut response);
                json!({"request": request, "response": response})
            }
        }
    }

    fn read(exchange: &Json) -> Result<Self, RecordingError> {
        let object = |name: &str| exchange.get(name).map(|value| value.as_object().ok_or_else(|| invalid(name))).transpose();
        let request = object("request")?.ok_or_else(|| invalid("request"))?;
        let text = |name: &str| request.get(name).and_then(Json::as_str).map(str::to_owned).ok_or_else(|| invalid(name));
        let (headers, body) = (read_headers(request)?, RecordedBody::read(request)?);
        let request = RecordedRequest { method: text("method")?, url: text("url")?, headers, body };
        let outcome = match (object("response")?, exchange.get("error").and_then(Json::as_str)) {
            (Some(response), _) => {
                let status = response.get("status").and_then(Json::as_u64).and_then(|status| u16::try_from(status).ok());
                let status = status.filter(|status| (100..1000).contains(status)).ok_or_else(|| invalid("status"))?;
                RecordedOutcome::Response { status, headers: read_headers(response)?, body: RecordedBody::read(response)? }
            }
            (None, Some(kind)) => RecordedOutcome::Error(kind.to_owned()),
            (None, None) => return Err(invalid("response")),
        };
        Ok(Self { request, outcome })
    }
}

/// Adds headers to `members`, the JSON object of a recorded request or response. A header with several values becomes an array.
fn write_headers(headers: &Headers, members: &mut Additional) {
    let mut written = Additional::new();
    for (name, value) in headers {
        match written.get_mut(name) {
            None => drop(written.insert(name.clone(), value.clone().into())),
            Some(Json::Array(values)) => values.push(value.clone().into()),
            Some(first) => *first = json!([first.take(), value]),
        }
    }
    if !written.is_empty() {
        members.insert("headers".into(), Json::Object(written));
    }
}

fn read_headers(members: &Additional) -> Result<Headers, RecordingError> {
    let Some(headers) = members.get("headers") else { return Ok(Headers::new()) };
    let headers = headers.as_object().ok_or_else(|| invalid("headers"))?;
    let values = headers.iter().flat_map(|(name, value)| {
        let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        values.iter().map(move |value| Some((name.clone(), value.as_str()?.to_owned())))
    });
    values.map(|header| header.ok_or_else(|| invalid("headers"))).collect()
}

fn invalid(name: &str) -> RecordingError {
    RecordingError(format!("`{name}` is missing or has another type").into())
}

impl Recording {
    /// Returns the number of recorded exchanges.
    pub fn len(&self) -> usize {
        self.exchanges.len()
    }

    /// Returns `true` if the recording has no exchanges.
    pub fn is_empty(&self) -> bool {
        self.exchanges.is_empty()
    }

    /// Returns the recording as indented JSON.
    pub fn to_json(&self) -> String {
        let exchanges: Vec<_> = self.exchanges.iter().map(RecordedExchange::write).collect();
        format!("{:#}", json!({ "exchanges": exchanges }))
    }

    /// Reads a recording from JSON.
    ///
    /// # Errors
    /// Fails if the text is not the JSON of a recording.
    pub fn from_json(text: &str) -> Result<Self, RecordingError> {
        let recording: Json = serde_json::from_str(text).map_err(|error| RecordingError(Box::new(error)))?;
        let exchanges = recording.get("exchanges").and_then(Json::as_array).ok_or_else(|| invalid("exchanges"))?;
        Ok(Self { exchanges: exchanges.iter().map(RecordedExchange::read).collect::<Result<_, _>>()? })
    }

    /// Writes the recording to a file.
    ///
    /// # Errors
    /// Fails if the file cannot be written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), RecordingError> {
        std::fs::write(path, self.to_json() + "\n").map_err(|error| RecordingError(Box::new(error)))
    }

    /// Reads a recording from a file.
    ///
    /// # Errors
    /// Fails if the file cannot be read or is not a recording.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, RecordingError> {
        let text = std::fs::read_to_string(path).map_err(|error| RecordingError(Box::new(error)))?;
        Self::from_json(&text)
    }
}

/// The error for a recording that cannot be read or written. Its `source` is the cause.
#[derive(Debug)]
pub struct RecordingError(Box<dyn std::error::Error + Send + Sync>);

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the recording cannot be read or written")
    }
}

impl std::error::Error for RecordingError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}
