//! One request of a bulk on its way: by itself, or as a batch.

use std::pin::Pin;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};
use tokio::time::Instant;

use super::queue::Item;
use crate::client::Client;
use crate::client::batch::{Outcome, Part};
use crate::client::call::Call;
use crate::error::{BatchError, BatchProblem};
use crate::model::path::ApiVersion;
use crate::transport::{NewConnection, SingleTry};

const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("retry-attempt");

/// A request that may have been sent before.
pub(super) struct Load {
    pub(super) call: Call,
    /// How often it was sent.
    pub(super) tries: u32,
    pub(super) new_connection: bool,
}

/// Items on their way.
pub(super) type Sending<'a, K, T> = Pin<Box<dyn Future<Output = Sent<K, T>> + Send + 'a>>;

/// Items that have come back, and what became of each.
pub(super) struct Sent<K, T> {
    pub(super) items: Vec<Item<K, T>>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) started: Instant,
}

/// Sends items of the same version.
pub(super) fn send<'a, K: Send + 'a, T: 'a>(client: Client, items: Vec<Item<K, T>>, first_id: u64) -> Sending<'a, K, T> {
    // Only the loads are lent to what waits, so that keys need not be shared between threads.
    let (labels, loads): (Vec<_>, Vec<Load>) =
        items.into_iter().map(|item| ((item.key, item.decode, item.failures), item.load)).unzip();
    Box::pin(async move {
        let started = Instant::now();
        let outcomes = match loads.as_slice() {
            [] => Vec::new(),
            [load] => vec![alone(&client, load).await],
            [first, ..] => together(&client, first.call.template.version, &loads, first_id).await,
        };
        let items =
            labels.into_iter().zip(loads).map(|((key, decode, failures), load)| Item { key, decode, failures, load }).collect();
        Sent { items, outcomes, started }
    })
}

async fn alone(client: &Client, load: &Load) -> Outcome {
    let mut call = prepare(load.call.clone(), load.new_connection);
    if load.tries > 0 {
        call.headers.insert(RETRY_ATTEMPT, HeaderValue::from(load.tries));
    }
    let mut answer = client.ask(&call).await?;
    answer.attempts = answer.attempts.saturating_add(load.tries);
    answer.check(load.call.permissions)
}

async fn together(client: &Client, version: ApiVersion, loads: &[Load], first_id: u64) -> Vec<Outcome> {
    let around = prepare(Call::batch(version), loads.iter().any(|load| load.new_connection));
    let parts: Vec<Part<'_>> = loads.iter().map(|load| Part { call: &load.call, after: None, tries: load.tries }).collect();
    match client.ask_together(around, &parts, first_id).await {
        Ok(outcomes) => outcomes,
        Err(error) => {
            let error = Arc::new(error);
            parts.iter().map(|part| Err(BatchError::because(part.call.info(), BatchProblem::Failed(error.clone())))).collect()
        }
    }
}

/// Tries and waits are the bulk's business, which sees all requests.
fn prepare(mut call: Call, new_connection: bool) -> Call {
    call.timeout = None;
    call.extensions.insert(SingleTry);
    if new_connection {
        call.extensions.insert(NewConnection);
    }
    call
}
