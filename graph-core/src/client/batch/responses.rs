//! Matches the responses inside a batch response to the requests of the batch, and follows the links to further pages of responses.

use std::sync::Arc;

use http::StatusCode;

use super::exchange::{Exchange, Received};
use super::read::{BatchPage, ResponseItem, read};
use crate::client::link_reader::LinkText;
use crate::client::next_link::{PagesRead, next_request};
use crate::client::page::PageSource;
use crate::client::prepared_request::PreparedRequest;
use crate::client::raw_response::RawResponse;
use crate::error::{BatchError, BatchProblem, BatchResponseProblem, DecodeProblem, Error, RequestInfo};
use crate::model::descriptor::Permissions;

/// Reads the responses to the parts (requests) of the batch with these indexes from the batch response `whole` and its further pages.
/// Returns one element for each index, in the order of `indexes`.
///
/// # Errors
/// Fails if the batch response as a whole cannot be read.
pub(super) async fn receive(exchange: &Exchange<'_>, indexes: &[usize], whole: RawResponse) -> Result<Vec<Received>, Error> {
    let (mut whole, mut page) = first_page(whole)?;
    let mut matched = Matched::new(exchange, indexes);
    let mut pages = PagesRead::default();
    let mut request = exchange.later_page();
    let lost = loop {
        let has_new = matched.add(&whole, page.items);
        let link = match page.next_link {
            Ok(Some(link)) if has_new && !matched.is_complete() => link,
            Ok(_) => break None,
            Err(problem) => break Some(whole.decode_error(problem)),
        };
        match follow(exchange, request, &link, &whole, &mut pages).await {
            Ok(next) => (request, whole, page) = next,
            Err(error) => break Some(error),
        }
    };
    Ok(matched.into_received(lost))
}

/// Reads the body of a batch response, which is the first page of the responses inside it.
#[inline]
fn first_page(whole: RawResponse) -> Result<(RawResponse, BatchPage), Error> {
    let status = whole.response.status();
    // With the status 429 or 424, look into the body: if it contains responses, only some parts were throttled. Otherwise the whole batch
    // failed.
    let is_throttled = matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::FAILED_DEPENDENCY);
    if !is_throttled && !status.is_success() {
        return Err(error_response(whole));
    }
    match read(&whole) {
        Ok(page) => Ok((whole, page)),
        Err(_) if is_throttled => Err(error_response(whole)),
        // The batch response has a success status, such as 202, but no responses inside.
        Err(_) if !matches!(status, StatusCode::OK | StatusCode::MULTI_STATUS) => Err(no_responses(whole)),
        Err(problem) => Err(whole.decode_error(problem)),
    }
}

#[inline]
fn error_response(whole: RawResponse) -> Error {
    whole.error_for_status(Permissions::default()).map_or_else(|error| error, no_responses)
}

#[inline]
fn no_responses(whole: RawResponse) -> Error {
    whole.decode_error(DecodeProblem::Batch(BatchResponseProblem::NoResponses))
}

/// Requests the page that `link` leads to. `whole` is the page that contains the link.
async fn follow(
    exchange: &Exchange<'_>,
    request: PreparedRequest,
    link: &LinkText,
    whole: &RawResponse,
    pages: &mut PagesRead,
) -> Result<(PreparedRequest, RawResponse, BatchPage), Error> {
    let request = next_request(request, exchange.pipeline.host(), link, &PageSource::new(whole), pages)?;
    let whole = exchange.pipeline.send(&request).await?;
    match read(&whole) {
        Ok(page) => Ok((request, whole, page)),
        Err(problem) => Err(whole.decode_error(problem)),
    }
}

/// All responses inside a batch response that have the id of one part: none, one or several.
enum PartResponse {
    None,
    One(Box<Received>),
    Several,
}

/// The responses inside a batch response, matched by id to the requests of the batch.
struct Matched<'a> {
    exchange: &'a Exchange<'a>,
    indexes: &'a [usize],
    /// The responses to each request of the batch, in the order of the requests.
    responses: Vec<PartResponse>,
    /// The problem with the first response that has no id, or an id that no request of the batch has.
    stray: Option<BatchResponseProblem>,
}

impl<'a> Matched<'a> {
    #[inline]
    fn new(exchange: &'a Exchange<'a>, indexes: &'a [usize]) -> Self {
        Self { exchange, indexes, responses: indexes.iter().map(|_| PartResponse::None).collect(), stray: None }
    }

    /// Adds the responses on one page of the batch response. Returns whether one of them is the first response to its request.
    #[inline]
    fn add(&mut self, whole: &RawResponse, items: Vec<ResponseItem>) -> bool {
        let mut has_new = false;
        for item in items {
            let Some((response, info)) = item.id.as_deref().and_then(|id| self.place(id)) else {
                let problem = || match &item.id {
                    Some(id) => BatchResponseProblem::UnknownId(whole.redactor().excerpt(id.as_bytes(), 100)),
                    None => BatchResponseProblem::NoId,
                };
                self.stray.get_or_insert_with(problem);
                continue;
            };
            *response = match response {
                PartResponse::None => {
                    has_new = true;
                    PartResponse::One(Box::new(received(info.clone(), item, whole)))
                }
                PartResponse::One(_) | PartResponse::Several => PartResponse::Several,
            };
        }
        has_new
    }

    /// Returns the element of `responses` for the request with this id, and the request itself; `None` if no request has the id.
    #[inline]
    fn place(&mut self, id: &str) -> Option<(&mut PartResponse, &'a RequestInfo)> {
        // `parse` accepts `+1` and `01` as the number 1, but only `1` is the id that was sent.
        let number = id.parse::<u64>().ok().filter(|number| number.to_string() == id)?;
        let index = usize::try_from(number.checked_sub(self.exchange.first_id)?).ok()?;
        let place = self.indexes.iter().position(|sent| *sent == index)?;
        Some((self.responses.get_mut(place)?, self.exchange.infos.get(index)?))
    }

    fn is_complete(&self) -> bool {
        !self.responses.iter().any(|response| matches!(response, PartResponse::None))
    }

    /// Returns the response to each request of the batch, or the request's error. `lost` is the error that prevented reading a later page.
    #[inline]
    fn into_received(self, lost: Option<Error>) -> Vec<Received> {
        let Self { exchange, indexes, responses, stray } = self;
        let missing = match (lost, stray) {
            (Some(error), _) => BatchProblem::Incomplete(Arc::new(error)),
            (None, Some(problem)) => BatchProblem::Malformed(problem),
            (None, None) => BatchProblem::NoResponse,
        };
        let error = |index: &usize, problem| Err(BatchError::because(exchange.infos.get(*index).cloned(), problem));
        let received = indexes.iter().zip(responses).map(|(index, response)| match response {
            PartResponse::None => error(index, missing.clone()),
            PartResponse::Several => error(index, BatchProblem::SeveralResponses),
            PartResponse::One(received) => *received,
        });
        received.collect()
    }
}

/// Returns the response to one request of the batch, or an error if that response is malformed.
#[inline]
fn received(request: RequestInfo, item: ResponseItem, whole: &RawResponse) -> Received {
    let Some(response) = item.response else {
        return Err(BatchError::because(request, BatchProblem::Malformed(BatchResponseProblem::NoStatus)));
    };
    let response = RawResponse { request, response, tokens: whole.tokens.clone(), attempts: whole.attempts };
    match item.problem {
        Some(problem) if response.response.status().is_success() => Err(response.malformed_error(problem)),
        _ => Ok(response),
    }
}
