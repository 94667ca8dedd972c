//! Changing one entity by a function of its current value, without overwriting the changes of other clients.

use std::fmt;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use http::StatusCode;

use super::facade::Client;
use super::options::{RequestOptions, option_methods};
use super::patch::PatchRequest;
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use super::response::Response;
use crate::error::{EditConflictError, Error, NoEtagError};
use crate::model::path::Path;
use crate::model::path_kinds::EntityPath;
use crate::model::structured::{GraphEntity, Structured};
use crate::transport::backoff::Backoff;
use crate::transport::idempotency::Idempotency;

/// The caller's function, which computes the patch from the entity that was read.
type Change<'a, E> = Box<dyn FnMut(&E) -> <E as Structured>::Patch + Send + 'a>;

/// The waits before the entity is read again. A short wait lets the other client finish, and the service replicate the change.
const WAIT: Backoff = Backoff { first: Duration::from_millis(100), longest: Duration::from_secs(5) };

/// An edit of one entity: a `GET`, then a `PATCH` with the etag that was read. Starts when it is awaited; see
/// [`Client::edit`](super::Client::edit).
///
/// The body of the response is the entity after the change, or `None` when the service responds without it (204). If the patch is empty,
/// the response is that of the `GET`.
#[must_use = "a request is not sent until it is awaited"]
pub struct EditRequest<'a, E: Structured> {
    pipeline: Pipeline,
    path: Path<E>,
    change: Change<'a, E>,
    max_attempts: u32,
    options: RequestOptions,
}

impl Client {
    /// Changes an entity by a function of its current value: reads it (`GET`), and sends the function's patch with the etag that was read
    /// (`PATCH` with `If-Match`).
    ///
    /// If another client has changed the entity in the meantime (412), the edit starts again, up to
    /// [`max_attempts`](EditRequest::max_attempts) times. If the function returns an empty patch, the edit succeeds without sending it. If
    /// the entity has no etag, the edit fails with [`Error::NoEtag`](crate::Error::NoEtag).
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity, graph_ids, graph_paths};
    /// # use graph_core::model::Path;
    /// # graph_ids! { pub UserId; }
    /// # #[derive(Clone, Debug, GraphEntity)]
    /// # #[graph(odata_type = "microsoft.graph.user")]
    /// # #[graph_paths(v1, "/users/{userId}")]
    /// # pub struct User {
    /// #     #[graph(key)]
    /// #     id: String,
    /// #     visits: i32,
    /// # }
    /// # async fn example(graph: Client, path: Path<User>) -> Result<(), graph_core::Error> {
    /// graph.edit(path, |user: &User| User::patch().visits(user.visits + 1)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn edit<'a, E: GraphEntity + Structured>(
        &self,
        path: impl EntityPath<E>,
        change: impl FnMut(&E) -> E::Patch + Send + 'a,
    ) -> EditRequest<'a, E> {
        EditRequest::new(self.pipeline.clone(), path.into_path(), change)
    }
}

impl<'a, E: GraphEntity + Structured> EditRequest<'a, E> {
    pub(super) fn new(pipeline: Pipeline, path: Path<E>, change: impl FnMut(&E) -> E::Patch + Send + 'a) -> Self {
        Self { pipeline, path, change: Box::new(change), max_attempts: 5, options: RequestOptions::default() }
    }

    /// Limits how many times the client reads the entity and sends a patch; default: 5. Zero counts as one.
    pub fn max_attempts(self, max_attempts: u32) -> Self {
        Self { max_attempts, ..self }
    }

    option_methods!(common, awaited, body, minimal, idempotency);

    async fn run(mut self) -> Result<Response<Option<E>>, Error> {
        let mut attempts = 1;
        loop {
            let patch = match self.read().await? {
                Plan::Send(patch) => *patch,
                Plan::Unchanged(response) => return Ok(response.map(Some)),
            };
            let last = match patch.await {
                Err(Error::Service(error)) if error.status == StatusCode::PRECONDITION_FAILED => error,
                result => return result,
            };
            if attempts >= self.max_attempts {
                return Err(Error::EditConflict(Box::new(EditConflictError { attempts, last: *last })));
            }
            tokio::time::sleep(WAIT.wait(None, attempts)).await;
            attempts += 1;
        }
    }

    /// Reads the entity, computes the patch, and returns the next step.
    async fn read(&mut self) -> Result<Plan<E>, Error> {
        let mut options = self.options.clone();
        options.idempotency = None;
        let response = self.pipeline.send(&PreparedRequest::read::<E>(&self.path, options)?).await?;
        let (info, request_id) = (response.request.clone(), response.request_id());
        let read = response.decode(E::read_text)?;
        let patch = (self.change)(&read.body);
        if patch.is_empty() {
            return Ok(Plan::Unchanged(read));
        }
        let Some(etag) = read.etag else { return Err(Error::NoEtag(Box::new(NoEtagError { request: info, request_id }))) };
        let mut request = PatchRequest::new(self.pipeline.clone(), self.path.clone(), patch);
        request.options = self.options.clone();
        // If the response to the patch is lost, the patch may have been carried out. A second attempt would then get 412, because the etag
        // has changed, and the edit would start again and be made twice.
        request.options.idempotency.get_or_insert(Idempotency::NotIdempotent);
        Ok(Plan::Send(Box::new(request.if_match(etag))))
    }
}

/// The next step of an edit: send the patch, or return the response of the `GET` because the patch is empty.
enum Plan<E: Structured> {
    Send(Box<PatchRequest<E>>),
    Unchanged(Response<E>),
}

impl<'a, E: GraphEntity + Structured> IntoFuture for EditRequest<'a, E> {
    type Output = Result<Response<Option<E>>, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'a>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}

impl<E: Structured> fmt::Debug for EditRequest<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("EditRequest");
        debug.field("pipeline", &self.pipeline).field("path", &self.path).field("max_attempts", &self.max_attempts);
        debug.field("options", &self.options).finish_non_exhaustive()
    }
}
