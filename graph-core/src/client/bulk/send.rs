//! Sends requests of a bulk: a single request alone, several requests as a batch.

use std::pin::Pin;
use std::sync::Arc;

use http::HeaderValue;
use tokio::time::Instant;

use super::attempt::{Attempt, Pending};
use crate::client::batch::exchange::{BatchPart, PartResult, exchange};
use crate::client::pipeline::Pipeline;
use crate::client::prepared_request::PreparedRequest;
use crate::error::{BatchError, BatchProblem};
use crate::model::path::ApiVersion;
use crate::transport::extensions::{NewConnection, RETRY_ATTEMPT, SingleAttempt};

/// The future of one HTTP request of a bulk.
pub(super) type Sending<'a, K, T> = Pin<Box<dyn Future<Output = Sent<K, T>> + Send + 'a>>;

/// The requests that one HTTP request contained, with the outcome of each.
pub(super) struct Sent<K, T> {
    pub(super) requests: Vec<Pending<K, T>>,
    pub(super) outcomes: Vec<PartResult>,
    pub(super) started: Instant,
}

/// Sends the requests as one HTTP request. All of them must have the same API version. In a batch, their ids begin at `first_id`.
pub(super) fn send<'a, K: Send + 'a, T: 'a>(
    pipeline: Pipeline,
    requests: Vec<Pending<K, T>>,
    first_id: u64,
) -> Sending<'a, K, T> {
    let (labels, attempts): (Vec<_>, Vec<Attempt>) =
        requests.into_iter().map(|pending| ((pending.key, pending.decode, pending.failures), pending.attempt)).unzip();
    Box::pin(async move {
        let started = Instant::now();
        let outcomes = match attempts.as_slice() {
            [] => Vec::new(),
            [attempt] => vec![send_alone(&pipeline, attempt).await],
            [first, ..] => send_batch(&pipeline, first.request.template.version, &attempts, first_id).await,
        };
        let requests = labels.into_iter().zip(attempts);
        let requests = requests.map(|((key, decode, failures), attempt)| Pending { key, decode, failures, attempt }).collect();
        Sent { requests, outcomes, started }
    })
}

async fn send_alone(pipeline: &Pipeline, attempt: &Attempt) -> PartResult {
    let mut request = for_bulk(attempt.request.clone(), attempt.new_connection);
    if attempt.earlier > 0 {
        request.headers.insert(RETRY_ATTEMPT, HeaderValue::from(attempt.earlier));
    }
    let mut response = pipeline.exchange(&request).await?;
    response.attempts = response.attempts.saturating_add(attempt.earlier);
    response.check(&attempt.request)
}

async fn send_batch(pipeline: &Pipeline, version: ApiVersion, attempts: &[Attempt], first_id: u64) -> Vec<PartResult> {
    let new_connection = attempts.iter().any(|attempt| attempt.new_connection);
    let envelope = for_bulk(PreparedRequest::batch(version), new_connection);
    let parts =
        attempts.iter().map(|Attempt { request, earlier, .. }| BatchPart { request, depends_on: None, attempts: *earlier });
    let parts: Vec<BatchPart<'_>> = parts.collect();
    match exchange(pipeline, envelope, &parts, first_id).await {
        Ok(outcomes) => outcomes,
        Err(error) => {
            let error = Arc::new(error);
            let failed =
                |part: &BatchPart<'_>| Err(BatchError::because(part.request.info(), BatchProblem::Failed(error.clone())));
            parts.iter().map(failed).collect()
        }
    }
}

/// Prepares an HTTP request of a bulk: turns off the transport's retries, because the bulk itself retries, and removes the time limit of
/// the single request.
#[inline]
fn for_bulk(mut request: PreparedRequest, new_connection: bool) -> PreparedRequest {
    request.timeout = None;
    request.extensions.insert(SingleAttempt);
    if new_connection {
        request.extensions.insert(NewConnection);
    }
    request
}
