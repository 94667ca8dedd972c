//! Errors of delta requests: a state that the service no longer has, and a page without a usable link to later changes.

use std::fmt;

use super::request_info::RequestInfo;
use super::service::ServiceError;
use super::transport::NextLinkProblem;

/// The error of a delta link whose state the service no longer has: the status 410, or one of the codes `resyncRequired` and
/// `syncStateNotFound`.
///
/// Start again: send the delta without `since`, and replace the whole stored copy with its changes. Sending the same link again fails again.
///
/// ```
/// use graph_core::client::DeltaLink;
/// use graph_core::{Client, Error, GraphEntity};
/// use graph_core::model::{Delta, Path, Structured};
///
/// async fn later<E: GraphEntity + Structured>(graph: Client, path: Path<Delta<E>>, link: DeltaLink<E>) -> Result<(), Error> {
///     let mut changes = graph.delta(path.clone()).since(link).stream();
///     let mut first = changes.next().await.transpose();
///     if first.as_ref().is_err_and(Error::is_resync_required) {
///         changes = graph.delta(path).stream();
///         first = changes.next().await.transpose();
///     }
///     println!("{:?}", first?);
///     Ok(())
/// }
/// ```
///
/// Source: [Synchronization reset](https://learn.microsoft.com/graph/delta-query-overview#synchronization-reset).
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResyncError {
    /// The error response of the service.
    pub service: ServiceError,
    location: Option<String>,
}

impl ResyncError {
    pub(crate) fn new(service: ServiceError, location: Option<String>) -> Self {
        Self { service, location }
    }

    /// Returns the URL at which the service asks to start again (`Location`), if it gives one. Pass it to
    /// [`DeltaLink::new`](crate::client::DeltaLink::new); the client checks its host. `Debug` does not print it, because its query may
    /// contain a token of the service.
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }
}

impl fmt::Debug for ResyncError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResyncError").field("service", &self.service).finish_non_exhaustive()
    }
}

impl fmt::Display for ResyncError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}; the service no longer has the state of the delta link: start again without the link", self.service)
    }
}

impl std::error::Error for ResyncError {}

/// The error of a page of changes without a usable link, or of a stored delta link that the client does not follow.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct DeltaLinkError {
    /// The request whose response contains the page, without the ids in its path. For a stored link, the request that was not sent.
    pub request: RequestInfo,
    /// The `request-id` header of the response: the id that the service gave the request.
    pub request_id: Option<String>,
    /// The reason why there is no usable link.
    pub problem: DeltaLinkProblem,
}

/// The reason why a page of changes has no usable link.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeltaLinkProblem {
    /// The client does not follow the delta link, for example because it leads to another host, which must not receive the token.
    Refused(NextLinkProblem),
    /// The page has neither a link to a next page nor a delta link, so it is not known whether more changes follow.
    Missing,
    /// The page has both a link to a next page and a delta link, so it is not known whether more changes follow.
    BesideNextLink,
}

impl fmt::Display for DeltaLinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.request)?;
        match &self.problem {
            DeltaLinkProblem::Refused(problem) => write!(f, "the delta link {problem}")?,
            DeltaLinkProblem::Missing => {
                f.write_str("the last page has no delta link: send the delta again, with the last link that worked")?;
            }
            DeltaLinkProblem::BesideNextLink => {
                f.write_str("the page has a next link and a delta link: send the delta again, with the last link that worked")?;
            }
        }
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl std::error::Error for DeltaLinkError {}
