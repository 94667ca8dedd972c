//! One page of a collection.

use std::iter::Enumerate;
use std::vec::IntoIter;

use http::StatusCode;

use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::{RawResponse, redactor};
use super::response::Response;
use crate::auth::credential::AccessToken;
use crate::error::{DecodeError, DecodeProblem, Error, RequestInfo};
use crate::model::decoded::Decoded;
use crate::model::json::Json;
use crate::model::read_error::{Problem, ReadError};

/// The elements of a page as JSON, and the link to the next page.
pub(super) struct Page {
    pub(super) source: PageSource,
    pub(super) next_link: Option<String>,
    elements: Vec<Json>,
}

/// The parts of a page's response that errors about its elements report.
pub(super) struct PageSource {
    pub(super) request: RequestInfo,
    pub(super) request_id: Option<String>,
    pub(super) token: AccessToken,
    status: StatusCode,
}

impl Page {
    /// Sends the request and reads the response as a page.
    pub(super) async fn fetch(pipeline: &Pipeline, request: &PreparedRequest) -> Result<Self, Error> {
        Self::decode(pipeline.send(request).await?)
    }

    fn decode(response: RawResponse) -> Result<Self, Error> {
        let (request, status, token) = (response.request.clone(), response.response.status(), response.token.clone());
        let Response { body, request_id, .. } = response.decode(|text| Decoded::read(text, read_page))?;
        let (elements, next_link) = body;
        Ok(Self { source: PageSource { request, request_id, token, status }, next_link, elements })
    }

    /// Returns an iterator that decodes each element when it reaches it.
    ///
    /// Decoding the whole page at once could take more memory than its JSON: each element may become an error.
    pub(super) fn into_elements<T>(self, read: fn(Json) -> Result<T, ReadError>) -> PageElements<T> {
        PageElements { source: self.source, read, elements: self.elements.into_iter().enumerate() }
    }
}

/// An iterator over the elements of a page. Each item is a decoded value, or an error that names the element's index.
pub(super) struct PageElements<T> {
    source: PageSource,
    read: fn(Json) -> Result<T, ReadError>,
    elements: Enumerate<IntoIter<Json>>,
}

impl<T> Iterator for PageElements<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let (index, element) = self.elements.next()?;
        Some((self.read)(element).map_err(|error| self.source.element_error(index, error)))
    }
}

impl PageSource {
    fn element_error(&self, index: usize, error: ReadError) -> Error {
        let Self { request, request_id, token, status } = self;
        let error = error.redact(|text| redactor(token).line(text, 300));
        let problem = DecodeProblem::value(error, |error| error.at_index(index).at_property("value"));
        let (request, request_id) = (request.clone(), request_id.clone());
        Error::Decode(Box::new(DecodeError { request, status: *status, request_id, problem }))
    }
}

/// Reads the properties `value` (the elements) and `@odata.nextLink` (the link to the next page).
fn read_page(json: Json) -> Result<(Vec<Json>, Option<String>), ReadError> {
    let Json::Object(mut members) = json else { return Err(ReadError::wrong_kind("a page of a collection", &json)) };
    let elements = match members.remove("value") {
        Some(Json::Array(elements)) => elements,
        Some(other) => return Err(ReadError::wrong_kind("a collection", &other).at_property("value")),
        None => return Err(ReadError::new(Problem::Missing).at_property("value")),
    };
    match members.remove("@odata.nextLink") {
        Some(Json::String(link)) => Ok((elements, Some(link))),
        Some(Json::Null) | None => Ok((elements, None)),
        Some(other) => Err(ReadError::wrong_kind("a URL", &other).at_property("@odata.nextLink")),
    }
}
