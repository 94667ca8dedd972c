//! One page of a collection.

use std::fmt;
use std::iter::Enumerate;
use std::ops::Range;
use std::vec::IntoIter;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::link_reader::{LinkReader, LinkText, Links, MalformedLink};
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::raw_response::{RawResponse, Read, SentTokens, key_in};
use super::response::Response;
use super::stored_link::PageLink;
use crate::auth::host::Host;
use crate::error::{DecodeError, DecodeProblem, Error, RequestInfo};
use crate::model::decoded::TextError;
use crate::model::duplicate_keys::parse;
use crate::model::expanded::read_count;
use crate::model::json::Json;
use crate::model::json_text::{Cutter, object_error};
use crate::model::read_error::{Problem, ReadError};

/// A page as the service sent it: its elements are JSON text.
pub(super) struct FetchedPage {
    pub(super) source: PageSource,
    /// The link to the next page, `None` on the last page, or the error of a malformed link. The stream yields that error after the page's
    /// elements.
    pub(super) next_link: Result<Option<LinkText>, Error>,
    /// The link to later changes, `None` on a page without this link, or the error of a malformed link.
    pub(super) delta_link: Result<Option<LinkText>, Error>,
    /// The number of all elements (`@odata.count`), or the error of a malformed number.
    total: Result<Option<u64>, Error>,
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
    /// Checks that the client may follow the links of a page. If it may not, stores the error in the page's `next_link`.
    pub(super) check_links: fn(&mut FetchedPage, &Host, &PreparedRequest),
}

/// The rules for the pages of a list, which ignores the link to later changes.
pub(super) const LIST: PageRules =
    PageRules { check: |response, request, _| response.check(request), check_links: |page, _, _| page.delta_link = Ok(None) };

impl FetchedPage {
    /// Sends the request and reads the body of the response as a page.
    pub(super) async fn fetch(pipeline: &Pipeline, request: &PreparedRequest, rules: &PageRules) -> Result<Self, Error> {
        let mut page = Self::read((rules.check)(pipeline.exchange(request).await?, request, pipeline.host())?)?;
        (rules.check_links)(&mut page, pipeline.host(), request);
        Ok(page)
    }

    #[inline]
    fn read(response: RawResponse) -> Result<Self, Error> {
        let body = response.response.body().clone();
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(response.decode_error(DecodeProblem::Empty));
        }
        let PageParts { elements, total, links } = match PageParts::cut(&body) {
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
        let total = total.map_err(|(name, error, text)| source.error(name, error, text));
        let headers = response.response.into_parts().0.headers;
        Ok(Self { source, next_link, delta_link, total, headers, body, elements })
    }

    /// Returns the page with typed elements. `next_link` is the link to the next page, which was checked.
    pub(super) fn into_page<T>(self, read: Read<T>, next_link: Option<PageLink<T>>) -> Page<T> {
        let Self { source, total, headers, body, elements, .. } = self;
        let (total, malformed_total) = match total {
            Ok(total) => (total, None),
            Err(error) => (None, Some(error)),
        };
        Page { source, read, headers, body, elements: elements.into_iter().enumerate(), total, malformed_total, next_link }
    }
}

/// One page of a collection, from [`Pages`](super::Pages): an iterator over its elements.
///
/// The iterator decodes each element when it reaches it. For an element that cannot be decoded, it yields an error that names the element's
/// index in the page, and continues with the next element. If the page has a malformed `@odata.count`, the iterator yields an error after
/// the last element.
///
/// ```
/// # use graph_core::{Error, GraphEntity};
/// # use graph_core::client::Page;
/// # fn save<E>(_: E) {}
/// fn save_all<E: GraphEntity>(page: Page<E>) -> Result<(), Error> {
///     println!("{:?} in all, next page at {:?}", page.total(), page.next_link());
///     for group in page {
///         save(group?);
///     }
///     Ok(())
/// }
/// ```
// Decoding the whole page at once could take more memory than its JSON, because each element may become an error.
pub struct Page<T> {
    source: PageSource,
    read: Read<T>,
    headers: HeaderMap,
    body: Bytes,
    elements: Enumerate<IntoIter<Range<usize>>>,
    total: Option<u64>,
    malformed_total: Option<Error>,
    next_link: Option<PageLink<T>>,
}

impl<T> Iterator for Page<T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let Some((index, range)) = self.elements.next() else {
            // A stream keeps the page for its headers while it waits for the next page.
            self.body = Bytes::new();
            return self.malformed_total.take().map(Err);
        };
        let text = self.body.get(range)?;
        Some(match (self.read)(text) {
            Ok(decoded) => Ok(decoded.value),
            Err(error) => Err(self.source.error(&format!("value[{index}]"), error, text)),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let length = self.elements.len() + usize::from(self.malformed_total.is_some());
        (length, Some(length))
    }
}

impl<T> ExactSizeIterator for Page<T> {}

impl<T> Page<T> {
    /// Returns the number of elements on all pages (`@odata.count`), or `None` if this page does not contain it.
    ///
    /// A service sends the number only if the list was requested with [`count`](super::ListRequest::count). Microsoft Graph sends it with
    /// the first page only.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Returns the link to the next page, to store it and continue later with [`Client::list_from`](super::Client::list_from).
    ///
    /// Returns `None` for the last page. Returns `None` too if the client refuses the link, for example because it leads to another host.
    /// [`Pages`](super::Pages) then yields an error after this page.
    pub fn next_link(&self) -> Option<&PageLink<T>> {
        self.next_link.as_ref()
    }

    /// Returns the status, the headers and the request ids of the response that contained the page. The body is `()`.
    pub fn response(&self) -> Response<()> {
        let PageSource { request, request_id, tokens, status } = &self.source;
        let mut headers = self.headers.clone();
        tokens.redactor().hide_in_headers(&mut headers);
        let client_request_id = request.client_request_id.clone();
        let (status, request_id) = (*status, request_id.clone());
        Response { body: (), etag: None, status, headers, request_id, client_request_id, created_id: None }
    }

    /// Collects the elements of the page into a list.
    ///
    /// # Errors
    /// Returns the first error of an element, or the error of a malformed `@odata.count`.
    pub fn into_vec(self) -> Result<Vec<T>, Error> {
        self.collect()
    }
}

impl<T> fmt::Debug for Page<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("Page");
        debug.field("status", &self.source.status).field("elements", &self.elements.len()).field("total", &self.total);
        debug.field("next_link", &self.next_link).finish_non_exhaustive()
    }
}

impl PageSource {
    #[inline]
    pub(super) fn new(response: &RawResponse) -> Self {
        let (request, request_id) = (response.request.clone(), response.request_id());
        Self { request, request_id, tokens: response.tokens.clone(), status: response.response.status() }
    }

    /// Returns the error for a part of the page that cannot be decoded. `path` names the part, such as `value[3]`, and `text` is its JSON
    /// text.
    #[inline]
    fn error(&self, path: &str, error: TextError, text: &[u8]) -> Error {
        let Self { request, request_id, tokens, status } = self;
        let problem = DecodeProblem::undecodable(error, text, tokens.redactor()).under(path);
        let (request, request_id) = (request.clone(), request_id.clone());
        let id = key_in(text, "id", tokens.redactor());
        Error::Decode(Box::new(DecodeError { request, status: *status, request_id, id, problem }))
    }
}

/// The parts of a page's text.
struct PageParts<'a> {
    elements: Vec<Range<usize>>,
    /// The number of all elements. A malformed number is an error with the name and the text of its member.
    total: Result<Option<u64>, (&'static str, TextError, &'a [u8])>,
    links: LinkReader<'a>,
}

impl<'a> PageParts<'a> {
    /// Splits the text of a page into the elements of `value`, the number of all elements and the links. Ignores the other members.
    ///
    /// # Errors
    /// Fails if the text as a whole is not valid JSON, or if the page does not have exactly one array `value`.
    #[inline]
    fn cut(page: &'a [u8]) -> Result<Self, TextError> {
        let mut cutter = Cutter::new(page);
        if cutter.peek() != Some(b'{') {
            return Err(ReadError::wrong_kind("a page of a collection", &parse(page)?).into());
        }
        let (mut value, mut total, mut links) = (None, None, LinkReader::default());
        let cut = cutter.object(|cutter, name| {
            if name.as_deref().is_ok_and(|name| name == "value") {
                let elements = cut_value(cutter, page)?;
                value = Some(if value.is_some() { Err(ReadError::new(Problem::Duplicate).into()) } else { elements });
                return Some(());
            }
            let text = page.get(cutter.value()?)?;
            match TOTALS.into_iter().find(|total| name.as_deref().is_ok_and(|name| name == *total)) {
                Some(name) => {
                    let read = if total.is_some() { Err(ReadError::new(Problem::Duplicate).into()) } else { read_total(text) };
                    total = Some(read.map_err(|error| (name, error, text)));
                }
                None => links.read(name, text),
            }
            Some(())
        });
        if cut.and_then(|()| cutter.end()).is_none() {
            return Err(object_error(page).into());
        }
        match value.unwrap_or_else(|| Err(ReadError::new(Problem::Missing).into())) {
            Ok(elements) => Ok(Self { elements, total: total.unwrap_or(Ok(None)), links }),
            Err(TextError::Value(error)) => Err(error.at_property("value").into()),
            Err(error) => Err(error),
        }
    }
}

/// The names of the member with the number of all elements: in OData 4.0, and without a prefix in OData 4.01.
const TOTALS: [&str; 2] = ["@odata.count", "@count"];

#[inline]
fn read_total(text: &[u8]) -> Result<Option<u64>, TextError> {
    match parse(text)? {
        Json::Null => Ok(None),
        count => Ok(Some(read_count(count)?)),
    }
}

/// Splits the member `value` of a page into the ranges of its elements. Returns `None` if the page is not valid JSON.
#[inline]
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
