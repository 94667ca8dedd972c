//! One page of a collection.

use std::iter::Enumerate;
use std::ops::Range;
use std::vec::IntoIter;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::link_reader::{LinkReader, LinkText, Links, MalformedLink};
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::{RawResponse, Read, SentTokens};
use super::response::Response;
use crate::auth::host::Host;
use crate::error::{DecodeError, DecodeProblem, Error, RequestInfo};
use crate::model::decoded::TextError;
use crate::model::duplicate_keys::parse;
use crate::model::json_text::{Cutter, object_error};
use crate::model::read_error::{Problem, ReadError};

/// The elements of a page as JSON text, and the page's links.
pub(super) struct Page {
    pub(super) source: PageSource,
    /// The link to the next page, `None` on the last page, or the error of a malformed link. The stream yields that error after the page's
    /// elements.
    pub(super) next_link: Result<Option<LinkText>, Error>,
    /// The link to later changes, `None` on a page without this link, or the error of a malformed link.
    pub(super) delta_link: Result<Option<LinkText>, Error>,
    headers: HeaderMap,
    body: Bytes,
    /// For each element, the range of its JSON text in `body`.
    elements: Vec<Range<usize>>,
}

/// Data about the request and the response of a page. Errors about the page's elements and its link contain it.
pub(super) struct PageSource {
    pub(super) request: RequestInfo,
    pub(super) request_id: Option<String>,
    pub(super) tokens: SentTokens,
    status: StatusCode,
}

/// The rules for the pages of one kind of collection.
pub(super) struct PageRules {
    /// Returns the response if it is successful, and its error otherwise.
    pub(super) check: fn(RawResponse, &PreparedRequest, &Host) -> Result<RawResponse, Error>,
    /// Checks the links of a page. `next_link` becomes the error of a wrong link.
    pub(super) check_links: fn(&mut Page, &Host, &PreparedRequest),
}

/// The rules for the pages of a list, which ignores the link to later changes.
pub(super) const LIST: PageRules = PageRules { check: |response, request, _| response.check(request), check_links: |_, _, _| {} };

impl Page {
    /// Sends the request and reads the body of the response as a page.
    pub(super) async fn fetch(pipeline: &Pipeline, request: &PreparedRequest, rules: &PageRules) -> Result<Self, Error> {
        let mut page = Self::read((rules.check)(pipeline.exchange(request).await?, request, pipeline.host())?)?;
        (rules.check_links)(&mut page, pipeline.host(), request);
        Ok(page)
    }

    fn read(response: RawResponse) -> Result<Self, Error> {
        let body = response.response.body().clone();
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(response.decode_error(DecodeProblem::Empty));
        }
        let PageParts { elements, links } = match PageParts::cut(&body) {
            Ok(parts) => parts,
            Err(error) => {
                let problem = DecodeProblem::undecodable(error, &body, response.redactor());
                return Err(response.decode_error(problem));
            }
        };
        let source = PageSource::new(&response);
        let malformed = |MalformedLink { name, error, text }| {
            // If the name of the malformed member is unreadable, the error is about the page as a whole.
            source.error(name, error, if name.is_empty() { &body } else { text })
        };
        let Links { next, delta } = links.finish();
        let (next_link, delta_link) = (next.map_err(malformed), delta.map_err(malformed));
        let headers = response.response.into_parts().0.headers;
        Ok(Self { source, next_link, delta_link, headers, body, elements })
    }

    /// Returns an iterator over the page's elements, which decodes each element when it reaches it.
    ///
    /// Decoding the whole page at once could take more memory than its JSON, because each element may become an error.
    pub(super) fn into_elements<T>(self, read: Read<T>) -> PageElements<T> {
        let Self { source, delta_link, headers, body, elements, .. } = self;
        let delta_link = delta_link.ok().flatten().map(|link| link.url);
        PageElements { delta_link, source, read, headers, body, elements: elements.into_iter().enumerate() }
    }
}

/// An iterator over the elements of a page. Each item is a decoded value, or an error that names the element's index.
pub(super) struct PageElements<T> {
    /// The absolute link to later changes; `None` on a page of a list, and if the link is wrong.
    pub(super) delta_link: Option<String>,
    source: PageSource,
    read: Read<T>,
    headers: HeaderMap,
    body: Bytes,
    elements: Enumerate<IntoIter<Range<usize>>>,
}

impl<T> Iterator for PageElements<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let (index, range) = self.elements.next()?;
        let text = self.body.get(range)?;
        Some(match (self.read)(text) {
            Ok(decoded) => Ok(decoded.value),
            Err(error) => Err(self.source.error(&format!("value[{index}]"), error, text)),
        })
    }
}

impl<T> PageElements<T> {
    /// Returns whether all elements were taken.
    pub(super) fn is_read(&self) -> bool {
        self.elements.len() == 0
    }

    /// Returns the response that contained the page, without its body.
    pub(super) fn response(&self) -> Response<()> {
        let PageSource { request, request_id, tokens, status } = &self.source;
        let mut headers = self.headers.clone();
        tokens.redactor().hide_in_headers(&mut headers);
        let client_request_id = request.client_request_id.clone();
        let (status, request_id) = (*status, request_id.clone());
        Response { body: (), etag: None, status, headers, request_id, client_request_id, created_id: None }
    }
}

impl PageSource {
    pub(super) fn new(response: &RawResponse) -> Self {
        let (request, request_id) = (response.request.clone(), response.request_id());
        Self { request, request_id, tokens: response.tokens.clone(), status: response.response.status() }
    }

    /// Returns the error for a part of the page that cannot be decoded. `path` names the part, such as `value[3]`, and `text` is its JSON
    /// text.
    fn error(&self, path: &str, error: TextError, text: &[u8]) -> Error {
        let Self { request, request_id, tokens, status } = self;
        let problem = DecodeProblem::undecodable(error, text, tokens.redactor()).under(path);
        let (request, request_id) = (request.clone(), request_id.clone());
        Error::Decode(Box::new(DecodeError { request, status: *status, request_id, problem }))
    }
}

/// The parts of a page's text.
struct PageParts<'a> {
    elements: Vec<Range<usize>>,
    links: LinkReader<'a>,
}

impl<'a> PageParts<'a> {
    /// Cuts the text of a page: the elements of `value`, and the links. Ignores the other members.
    ///
    /// # Errors
    /// Fails if the text as a whole is not valid JSON, or if the page does not have exactly one array `value`.
    fn cut(page: &'a [u8]) -> Result<Self, TextError> {
        let mut cutter = Cutter::new(page);
        if cutter.peek() != Some(b'{') {
            return Err(ReadError::wrong_kind("a page of a collection", &parse(page)?).into());
        }
        let (mut value, mut links) = (None, LinkReader::default());
        let cut = cutter.object(|cutter, name| {
            if name.as_deref().is_ok_and(|name| name == "value") {
                let elements = cut_value(cutter, page)?;
                value = Some(if value.is_some() { Err(ReadError::new(Problem::Duplicate).into()) } else { elements });
            } else {
                links.read(name, page.get(cutter.value()?)?);
            }
            Some(())
        });
        if cut.and_then(|()| cutter.end()).is_none() {
            return Err(object_error(page).into());
        }
        match value.unwrap_or_else(|| Err(ReadError::new(Problem::Missing).into())) {
            Ok(elements) => Ok(Self { elements, links }),
            Err(TextError::Value(error)) => Err(error.at_property("value").into()),
            Err(error) => Err(error),
        }
    }
}

/// Cuts the member `value` of a page into the ranges of its elements. Returns `None` if the page is not valid JSON.
fn cut_value(cutter: &mut Cutter<'_>, page: &[u8]) -> Option<Result<Vec<Range<usize>>, TextError>> {
    if cutter.peek()? != b'[' {
        let value = parse(page.get(cutter.value()?)?);
        return Some(Err(value.map_or_else(TextError::Json, |value| ReadError::wrong_kind("a collection", &value).into())));
    }
    let mut elements = Vec::new();
    cutter.array(|cutter| {
        elements.push(cutter.value()?);
        Some(())
    })?;
    Some(Ok(elements))
}
