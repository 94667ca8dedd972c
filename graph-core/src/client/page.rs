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

/// The elements of a page as JSON, and the URL of the next page.
pub(super) struct Page {
    pub(super) source: PageSource,
    pub(super) next_link: Option<String>,
    /// The page's context URL (`@odata.context`), which a relative link is relative to.
    pub(super) context: Option<String>,
    elements: Vec<Json>,
}

/// The data about a page's request and response that an error about an element of the page reports.
pub(super) struct PageSource {
    pub(super) request: RequestInfo,
    pub(super) request_id: Option<String>,
    pub(super) token: AccessToken,
    status: StatusCode,
}

impl Page {
    /// Sends the request and reads the body of the response as a page.
    pub(super) async fn fetch(pipeline: &Pipeline, request: &PreparedRequest) -> Result<Self, Error> {
        Self::decode(pipeline.send(request).await?)
    }

    fn decode(response: RawResponse) -> Result<Self, Error> {
        let (request, status, token) = (response.request.clone(), response.response.status(), response.token.clone());
        let Response { body, request_id, .. } = response.decode(|text| Decoded::read(text, read_page))?;
        let PageBody { elements, next_link, context } = body;
        Ok(Self { source: PageSource { request, request_id, token, status }, next_link, context, elements })
    }

    /// Returns an iterator over the page's elements, which decodes each element when it reaches it.
    ///
    /// Decoding the whole page at once could take more memory than its JSON, because each element may become an error.
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
        let problem = DecodeProblem::Value(error.at_index(index).at_property("value"));
        let (request, request_id) = (request.clone(), request_id.clone());
        Error::Decode(Box::new(DecodeError { request, status: *status, request_id, problem }))
    }
}

/// The parts of a page's JSON that the client uses.
struct PageBody {
    elements: Vec<Json>,
    next_link: Option<String>,
    context: Option<String>,
}

/// Reads the elements of a page and the link to the next page. OData 4.01 also allows annotations without the prefix `odata.`.
///
/// Source: [OData JSON 4.01 §4.6](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html).
fn read_page(json: Json) -> Result<PageBody, ReadError> {
    let Json::Object(mut members) = json else { return Err(ReadError::wrong_kind("a page of a collection", &json)) };
    let elements = match members.remove("value") {
        Some(Json::Array(elements)) => elements,
        Some(other) => return Err(ReadError::wrong_kind("a collection", &other).at_property("value")),
        None => return Err(ReadError::new(Problem::Missing).at_property("value")),
    };
    let context = match members.remove("@odata.context").or_else(|| members.remove("@context")) {
        Some(Json::String(context)) => Some(context),
        _ => None,
    };
    let mut next_link = None;
    for name in ["@odata.nextLink", "@nextLink"] {
        match members.remove(name) {
            Some(Json::String(link)) => next_link = next_link.or(Some(link)),
            Some(Json::Null) | None => {}
            Some(other) => return Err(ReadError::wrong_kind("a URL", &other).at_property(name)),
        }
    }
    Ok(PageBody { elements, next_link, context })
}
