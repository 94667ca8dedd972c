//! Sends one batch: an HTTP request that contains up to twenty requests.

use http::{Extensions, HeaderMap, StatusCode};

use super::responses::receive;
use super::write::{RequestItem, write};
use crate::auth::challenge::claims_challenge;
use crate::client::pipeline::Pipeline;
use crate::client::prepared_request::PreparedRequest;
use crate::client::raw_response::RawResponse;
use crate::error::{BatchError, BatchProblem, Error, RequestInfo};
use crate::transport::Deadline;

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
pub(in crate::client) type PartResult = Result<RawResponse, Error>;

/// The response to a request inside a batch, of any status, or the request's error if the batch has no readable response to it.
pub(super) type Received = Result<RawResponse, Error>;

/// Sends the parts (requests) of a batch as the body of the request `envelope`. Returns one outcome per part, in the order of the parts.
///
/// All parts must have the same API version. Their ids are `first_id`, `first_id + 1` and so on. Parts that the service refuses with 401
/// are sent once more with a new token, together in one batch.
///
/// # Errors
/// Fails if the batch fails as a whole, so that no part has a response of its own.
pub(in crate::client) async fn exchange(
    pipeline: &Pipeline,
    envelope: PreparedRequest,
    parts: &[BatchPart<'_>],
    first_id: u64,
) -> Result<Vec<PartResult>, Error> {
    let infos = parts.iter().map(|part| part.request.info()).collect();
    let exchange = Exchange { pipeline, envelope, parts, infos, first_id };
    let all: Vec<usize> = (0..parts.len()).collect();
    let whole = pipeline.exchange(&exchange.request(&all)).await?;
    let was_renewed = whole.tokens.refused.is_some();
    let mut received = receive(&exchange, &all, whole).await?;
    let refused = if was_renewed { Vec::new() } else { exchange.refused(&received) };
    if !refused.is_empty() {
        Box::pin(exchange.send_again(&refused, &mut received)).await;
    }
    let outcomes = parts.iter().zip(received).map(|(part, received)| {
        let mut response = received?;
        response.attempts = response.attempts.saturating_add(part.attempts);
        response.check(part.request)
    });
    Ok(outcomes.collect())
}

/// The state of one batch while it is sent.
pub(super) struct Exchange<'a> {
    pub(super) pipeline: &'a Pipeline,
    /// The HTTP request that sends the batch, still without its body.
    envelope: PreparedRequest,
    pub(super) parts: &'a [BatchPart<'a>],
    pub(super) infos: Vec<RequestInfo>,
    /// The id of the first part in the batch. The next parts have the next higher ids.
    pub(super) first_id: u64,
}

impl Exchange<'_> {
    /// Returns the HTTP request that contains the parts (requests) with these indexes.
    #[inline]
    fn request(&self, indexes: &[usize]) -> PreparedRequest {
        let mut request = self.envelope.clone();
        request.body = Some(write(&self.items(indexes)));
        let parts = || indexes.iter().filter_map(|index| self.parts.get(*index));
        // A batch is as risky to repeat as its riskiest part. A batch that only reads can be repeated like a `GET`.
        if let Some(riskiest) = parts().map(|part| part.request.idempotency()).max() {
            request.extensions.insert(riskiest);
        }
        #[cfg(feature = "rate-limit")]
        request.extensions.insert(crate::transport::Cost::of(parts().map(|part| &part.request.method)));
        request
    }

    /// Returns the request from which `next_request` makes the `GET` for a later page of the batch response. Transport layers may retry it.
    #[inline]
    pub(super) fn later_page(&self) -> PreparedRequest {
        let mut extensions = Extensions::new();
        if let Some(deadline) = self.envelope.extensions.get::<Deadline>() {
            extensions.insert(deadline.clone());
        }
        PreparedRequest { extensions, ..self.envelope.clone() }
    }

    #[inline]
    fn items(&self, indexes: &[usize]) -> Vec<RequestItem<'_>> {
        let item = |index: &usize| {
            let part = self.parts.get(*index)?;
            Some(RequestItem {
                id: self.first_id + *index as u64,
                request: part.request,
                client_request_id: &self.infos.get(*index)?.client_request_id,
                depends_on: part.depends_on.filter(|index| indexes.contains(index)).map(|index| self.first_id + index as u64),
            })
        };
        indexes.iter().filter_map(item).collect()
    }

    /// Returns the indexes of the parts that the service refused with 401, and of the parts that failed with 424 because they depend on a
    /// refused part.
    #[inline]
    fn refused(&self, received: &[Received]) -> Vec<usize> {
        let mut refused = Vec::new();
        for (index, (part, received)) in self.parts.iter().zip(received).enumerate() {
            let Ok(response) = received else { continue };
            let depends_on_refused = part.depends_on.is_some_and(|dependency| refused.contains(&dependency));
            match response.response.status() {
                StatusCode::UNAUTHORIZED => refused.push(index),
                StatusCode::FAILED_DEPENDENCY if depends_on_refused => refused.push(index),
                _ => {}
            }
        }
        refused
    }

    /// Renews the token that the service has refused for these parts, and sends the parts once more. Replaces their elements of `received`
    /// with the new responses or errors.
    async fn send_again(&self, indexes: &[usize], received: &mut [Received]) {
        let first = |has_claims: bool| {
            let responses = indexes.iter().filter_map(|index| received.get(*index)?.as_ref().ok());
            responses.into_iter().find(|response| !has_claims || claims_challenge(response.response.headers()).is_some())
        };
        // All of the parts were sent with the same token, so the challenge (`WWW-Authenticate`) of one of them is enough.
        let Some(refused) = first(true).or_else(|| first(false)) else { return };
        let (token, headers): (_, HeaderMap) = (refused.tokens.token.clone(), refused.response.headers().clone());
        let again = match self.pipeline.exchange_renewed(&self.request(indexes), &token, &headers).await {
            Ok(None) => return,
            Ok(Some(whole)) => receive(self, indexes, whole).await,
            Err(error) => Err(error),
        };
        let mut again = again.map(Vec::into_iter).map_err(std::sync::Arc::new);
        for index in indexes {
            let (Some(received), Some(info)) = (received.get_mut(*index), self.infos.get(*index)) else { continue };
            let earlier = received.as_ref().map_or(0, |response| response.attempts);
            *received = match &mut again {
                Ok(again) => again.next().unwrap_or_else(|| Err(BatchError::because(info.clone(), BatchProblem::NoResponse))),
                Err(error) => Err(BatchError::because(info.clone(), BatchProblem::Failed(error.clone()))),
            };
            if let Ok(response) = received {
                response.attempts = response.attempts.saturating_add(earlier);
            }
        }
    }
}
