//! Sends one batch: an HTTP request that contains up to twenty requests. Matches the responses inside to those requests.

use bytes::Bytes;
use http::StatusCode;

use super::json::{self, MalformedBatch, RequestItem, ResponseItem};
use crate::client::pipeline::Pipeline;
use crate::client::prepared_request::PreparedRequest;
use crate::client::raw_response::RawResponse;
use crate::error::{BatchError, BatchProblem, BatchResponseProblem, DecodeProblem, Error, RequestInfo};
use crate::model::descriptor::Permissions;

/// A request inside a batch.
#[derive(Clone, Copy)]
pub(in crate::client) struct BatchPart<'a> {
    pub(in crate::client) request: &'a PreparedRequest,
    /// The index, in the same batch, of the request that has to succeed before this one.
    pub(in crate::client) depends_on: Option<usize>,
    /// How often this request was sent in earlier batches.
    pub(in crate::client) attempts: u32,
}

/// The response to a request inside a batch if the response's status is 2xx, otherwise the request's error.
pub(in crate::client) type Outcome = Result<RawResponse, Error>;

/// Sends the parts as the body of the request `envelope` and returns one outcome per part, in the order of the parts.
///
/// All parts must have the same API version. Their ids are `first_id`, `first_id + 1` and so on.
///
/// # Errors
/// Fails if the batch fails as a whole, so that no part has a response of its own.
pub(in crate::client) async fn exchange(
    pipeline: &Pipeline,
    mut envelope: PreparedRequest,
    parts: &[BatchPart<'_>],
    first_id: u64,
) -> Result<Vec<Outcome>, Error> {
    let infos: Vec<RequestInfo> = parts.iter().map(|part| part.request.info()).collect();
    envelope.body = Some(json::write(&items(parts, &infos, first_id)));
    // A batch is as risky to repeat as its riskiest part. A batch that only reads can be repeated like a `GET`.
    if let Some(riskiest) = parts.iter().map(|part| part.request.idempotency()).max() {
        envelope.extensions.insert(riskiest);
    }
    #[cfg(feature = "rate-limit")]
    envelope.extensions.insert(crate::transport::Cost::of(parts.iter().map(|part| &part.request.method)));

    let whole = pipeline.exchange(&envelope).await?;
    let (whole, items) = read_items(whole)?;
    let (whole, responses) = match_responses(whole, items, parts.len(), first_id)?;
    let outcomes = parts.iter().zip(infos).zip(responses).map(|((part, info), response)| match response {
        PartResponse::One(response) => {
            let (token, attempts) = (whole.token.clone(), part.attempts.saturating_add(whole.attempts));
            RawResponse { request: info, response, token, attempts }.error_for_status(part.request.permissions)
        }
        PartResponse::None => Err(BatchError::because(info, BatchProblem::NoResponse)),
        PartResponse::Several => Err(BatchError::because(info, BatchProblem::SeveralResponses)),
    });
    Ok(outcomes.collect())
}

fn items<'a>(parts: &[BatchPart<'a>], infos: &'a [RequestInfo], first_id: u64) -> Vec<RequestItem<'a>> {
    let parts = parts.iter().zip(infos).zip(first_id..);
    let item = |((part, info), id): ((&BatchPart<'a>, &'a RequestInfo), u64)| RequestItem {
        id,
        request: part.request,
        client_request_id: &info.client_request_id,
        depends_on: part.depends_on.map(|index| first_id + index as u64),
    };
    parts.map(item).collect()
}

/// Reads the responses inside a batch response.
fn read_items(whole: RawResponse) -> Result<(RawResponse, Vec<ResponseItem>), Error> {
    match (whole.response.status(), json::read(&whole.response)) {
        // If there are responses inside, 429 and 424 mean that some parts were throttled. Otherwise they are errors of the whole batch.
        (StatusCode::OK | StatusCode::TOO_MANY_REQUESTS | StatusCode::FAILED_DEPENDENCY, Ok(items)) => Ok((whole, items)),
        (StatusCode::OK, Err(malformed)) => Err(malformed_error(whole, malformed)),
        _ => Err(match whole.error_for_status(Permissions::default()) {
            Err(error) => error,
            // A success status without responses inside, such as 202.
            Ok(whole) => malformed_error(whole, MalformedBatch::Shape(BatchResponseProblem::NoResponses)),
        }),
    }
}

/// The responses inside a batch response that have the id of one part.
enum PartResponse {
    None,
    One(http::Response<Bytes>),
    Several,
}

/// Matches the responses inside a batch response to the parts by id. The result has the order of the parts.
fn match_responses(
    whole: RawResponse,
    items: Vec<ResponseItem>,
    parts: usize,
    first_id: u64,
) -> Result<(RawResponse, Vec<PartResponse>), Error> {
    let mut responses: Vec<PartResponse> = std::iter::repeat_with(|| PartResponse::None).take(parts).collect();
    for ResponseItem { id, response } in items {
        // `parse` accepts `+1` and `01` as the number 1, but only `1` is the id that was sent.
        let number = id.parse::<u64>().ok().filter(|number| number.to_string() == id);
        let index = number.and_then(|number| usize::try_from(number.checked_sub(first_id)?).ok());
        let Some(slot) = index.and_then(|index| responses.get_mut(index)) else {
            return Err(malformed_error(whole, MalformedBatch::Shape(BatchResponseProblem::UnknownId(id))));
        };
        *slot = match slot {
            PartResponse::None => PartResponse::One(response),
            PartResponse::One(_) | PartResponse::Several => PartResponse::Several,
        };
    }
    Ok((whole, responses))
}

fn malformed_error(whole: RawResponse, malformed: MalformedBatch) -> Error {
    let redactor = whole.redactor();
    let problem = match malformed {
        MalformedBatch::Json(error) => DecodeProblem::invalid_json(error, whole.response.body(), redactor),
        MalformedBatch::Shape(BatchResponseProblem::UnknownId(id)) => {
            DecodeProblem::Batch(BatchResponseProblem::UnknownId(redactor.excerpt(id.as_bytes(), 100)))
        }
        MalformedBatch::Shape(problem) => DecodeProblem::Batch(problem),
    };
    whole.decode_error(problem)
}
