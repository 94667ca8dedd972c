//! A request whose response may be a long-running operation.

use super::address::OperationAddress;
use super::operation::RunningOperation;
use super::output::OperationOutput;
use crate::client::operation::sealed::IntoOperation;
use crate::client::operation::{Batchable, Operation, sent_as_operation};

/// The outcome of a request that the service may carry out at once, or only accept and carry out later.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "callers match it at once, and a box would be in their way")]
pub enum Outcome<T> {
    /// The service has carried the request out.
    Done(T),
    /// The service has accepted the request (202) and carries it out later.
    Running(RunningOperation<T>),
}

/// A request that the service may accept as a long-running operation, sent when it is awaited. The method `or_operation` of a request
/// returns it.
///
/// The body of the response is an [`Outcome`]: `Running` if the status is 202 and a header `Operation-Location` or `Location` contains the
/// URL of the operation, otherwise `Done`.
///
/// ```
/// # use graph_core::{Client, Error, GraphEntity};
/// # use graph_core::model::{Collection, Path, Structured};
/// use graph_core::client::Outcome;
///
/// # async fn example<E: GraphEntity + Structured>(graph: Client, teams: Path<Collection<E>>, team: E::Patch)
/// # -> Result<Option<E>, Error> {
/// let team = match graph.create(teams, team).or_operation().await?.body {
///     Outcome::Done(team) => team,
///     Outcome::Running(operation) => operation.until_done().await?.body,
/// };
/// # Ok(team)
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a request is not sent until it is awaited"]
pub struct OrOperation<R>(R);

impl<R> OrOperation<R> {
    pub(super) fn new(request: R) -> Self {
        Self(request)
    }
}

impl<R: Batchable<Output: OperationOutput>> IntoOperation<Outcome<R::Output>> for OrOperation<R> {
    fn into_operation(self) -> Operation<Outcome<R::Output>> {
        let Operation { pipeline, request, decode } = self.0.into_operation();
        let (poller, target) = (pipeline.clone(), request.as_ref().map(|request| request.target.clone()).unwrap_or_default());
        let decode = Box::new(move |response: crate::client::raw_response::RawResponse| {
            match OperationAddress::of(&response, poller.host(), &target)? {
                Some(address) => {
                    let running = RunningOperation::accepted(poller, address, &response);
                    Ok(response.into_created().map(|()| Outcome::Running(running)))
                }
                None => decode(response).map(|response| response.map(Outcome::Done)),
            }
        });
        Operation { pipeline, request, decode }
    }
}

sent_as_operation!([R: Batchable<Output: OperationOutput>] OrOperation<R> => Outcome<R::Output>);
