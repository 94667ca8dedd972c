//! `Client`, and its methods for reading, listing, creating, changing and deleting entities. Each other method is beside its request.

use std::fmt;

use futures_core::Stream;

use super::batch::Batch;
use super::builder::ClientBuilder;
use super::bulk::Bulk;
use super::create::CreateRequest;
use super::delete::DeleteRequest;
use super::follow::FollowRequest;
use super::get::GetRequest;
use super::list::ListRequest;
use super::operation::Batchable;
use super::patch::PatchRequest;
use super::pipeline::Pipeline;
use crate::auth::credential::Credential;
use crate::auth::host::Host;
use crate::model::expanded::Expanded;
use crate::model::path::{Collection, Path};
use crate::model::property_value::PropertyValue;
use crate::model::structured::{GraphEntity, Structured};
use crate::transport::Transport;

/// Sends requests to one Microsoft Graph host with the tokens of one credential.
///
/// - A clone is cheap and shares the transport and the credential.
/// - Every request has a new `client-request-id`.
/// - The token is sent to the configured host only: the client does not follow redirects or links to other hosts.
/// - When the service refuses a token (401), the client asks the credential once for another token, with the claims that the service
///   demands.
///
/// Requests need a tokio runtime with timers enabled.
///
/// ```
/// # #[cfg(feature = "reqwest")]
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_core::transport::ReqwestTransport;
/// use graph_core::{Client, Host, StaticToken};
///
/// let credential = StaticToken::new(std::env::var("GRAPH_TOKEN")?);
/// let graph = Client::builder(ReqwestTransport::new()?, credential).host(Host::us_gov()).user_agent("inventory/2.1").build();
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(super) pipeline: Pipeline,
}

impl Client {
    /// Creates a client for the global service, `https://graph.microsoft.com`, with the default settings.
    pub fn new(transport: impl Transport, credential: impl Credential) -> Self {
        Self::builder(transport, credential).build()
    }

    /// Starts a builder with the default settings.
    pub fn builder(transport: impl Transport, credential: impl Credential) -> ClientBuilder {
        ClientBuilder::new(transport, credential)
    }

    pub(super) fn from_pipeline(pipeline: Pipeline) -> Self {
        Self { pipeline }
    }

    /// Changes an entity (`PATCH`). Only the properties in the patch are sent.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Structured};
    /// # async fn example<E: GraphEntity + Structured>(graph: Client, path: Path<E>, patch: E::Patch, etag: &str)
    /// # -> Result<(), graph_core::Error> {
    /// let updated = graph.patch(path, patch).if_match(etag).await?;
    /// println!("now {:?}", updated.etag);
    /// # Ok(())
    /// # }
    /// ```
    pub fn patch<E: GraphEntity + Structured>(&self, path: Path<E>, patch: E::Patch) -> PatchRequest<E> {
        PatchRequest::new(self.pipeline.clone(), path, patch)
    }

    /// Reads an entity (`GET`).
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::Path;
    /// # async fn example<E: GraphEntity + std::fmt::Debug>(graph: Client, path: Path<E>) -> Result<(), graph_core::Error> {
    /// let found = graph.get(path).await?;
    /// println!("{:?} of etag {:?}", found.body, found.etag);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get<E: GraphEntity>(&self, path: Path<E>) -> GetRequest<E> {
        GetRequest::new(self.pipeline.clone(), path)
    }

    /// Reads a collection page by page (`GET`).
    ///
    /// ```
    /// # use graph_core::{Client, Filter, GraphEntity, graph_ids, graph_paths, property};
    /// # graph_ids! { pub GroupId; }
    /// # #[derive(Clone, Debug, GraphEntity)]
    /// # #[graph(odata_type = "microsoft.graph.group")]
    /// # #[graph_paths(v1, "/groups/{groupId}")]
    /// # pub struct Group {
    /// #     #[graph(key)]
    /// #     id: String,
    /// #     display_name: Option<String>,
    /// # }
    /// # async fn example(graph: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let name = property!(Group, "displayName");
    /// let sales = Filter::starts_with(name, "Sales");
    /// let mut groups = graph.list(Group::v1().groups_collection()).filter(sales).select([name]).stream();
    /// while let Some(group) = groups.next().await {
    ///     println!("{:?}", group?.get::<String>(name)?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list<E: GraphEntity>(&self, path: Path<Collection<E>>) -> ListRequest<E> {
        ListRequest::new(self.pipeline.clone(), path)
    }

    /// Reads the rest of an expanded collection page by page (`GET`): the elements behind its next link.
    ///
    /// ```
    /// # use graph_core::{Client, Error, GraphEntity};
    /// # use graph_core::model::Expanded;
    /// # async fn example<E: GraphEntity>(graph: Client, members: Expanded<E>) -> Result<Vec<E>, Error> {
    /// let mut rest = graph.follow(&members).stream();
    /// let mut all = members.into_vec();
    /// while let Some(member) = rest.next().await {
    ///     all.push(member?);
    /// }
    /// # Ok(all)
    /// # }
    /// ```
    pub fn follow<T: PropertyValue>(&self, collection: &Expanded<T>) -> FollowRequest<T> {
        FollowRequest::new(self.pipeline.clone(), collection)
    }

    /// Creates an entity in a collection (`POST`), with the properties in the patch.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Collection, Path, Structured};
    /// # async fn example<E: GraphEntity + Structured>(graph: Client, collection: Path<Collection<E>>, entity: E::Patch)
    /// # -> Result<(), graph_core::Error> {
    /// let created = graph.create(collection, entity).await?;
    /// // The body is `None` when the service responds without it.
    /// println!("{:?} {:?}", created.etag, created.created_id());
    /// # Ok(())
    /// # }
    /// ```
    pub fn create<E: GraphEntity + Structured>(&self, collection: Path<Collection<E>>, entity: E::Patch) -> CreateRequest<E> {
        CreateRequest::new(self.pipeline.clone(), collection, entity)
    }

    /// Deletes an entity (`DELETE`).
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::Path;
    /// # async fn example<E: GraphEntity>(graph: Client, path: Path<E>, etag: &str) -> Result<(), graph_core::Error> {
    /// graph.delete(path).if_match(etag).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete<E: GraphEntity>(&self, path: Path<E>) -> DeleteRequest<E> {
        DeleteRequest::new(self.pipeline.clone(), path)
    }

    /// Starts a batch: several requests that are sent as one (`$batch`). Each request has its own typed result.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Structured};
    /// # async fn example<A: GraphEntity + Structured, B: GraphEntity>(graph: Client, a: Path<A>, patch: A::Patch, b: Path<B>)
    /// # -> Result<(), graph_core::Error> {
    /// let mut batch = graph.batch();
    /// let changed = batch.patch(a, patch);
    /// let read = batch.get(b);
    /// let mut results = batch.send().await?;
    /// println!("{:?}, {:?}", results.take(changed)?.etag, results.take(read)?.etag);
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch(&self) -> Batch {
        Batch::new(self.pipeline.clone())
    }

    /// Sends any number of requests, a limited number at once, and returns a stream of the results.
    ///
    /// The iterator yields pairs of a key and a request, and the stream yields pairs of the key and the result. The key tells you which
    /// request a result belongs to; use an id, a line number, or the object itself. The iterator is read while requests are sent, so it may
    /// yield millions of requests.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Structured};
    /// # async fn example<E: GraphEntity + Structured>(graph: Client, objects: Vec<(String, Path<E>, E::Patch)>) {
    /// let patches = objects.into_iter().map(|(id, path, patch)| (id, graph.patch(path, patch)));
    /// let mut bulk = graph.bulk(patches).concurrency(8);
    /// while let Some((id, result)) = bulk.next().await {
    ///     match result {
    ///         Ok(changed) => println!("{id}: {:?}", changed.etag),
    ///         Err(error) => eprintln!("{id}: {error:#}"),
    ///     }
    /// }
    /// # }
    /// ```
    pub fn bulk<'a, K, R, I>(&self, requests: I) -> Bulk<'a, K, R::Output>
    where
        K: Send + 'a,
        R: Batchable,
        R::Output: 'a,
        I: IntoIterator<Item = (K, R)>,
        I::IntoIter: Send + 'a,
    {
        self.bulk_stream(futures_util::stream::iter(requests))
    }

    /// Like [`bulk`](Self::bulk), but takes the requests from a stream. If the stream has no request ready, a batch is sent although it is
    /// not full.
    pub fn bulk_stream<'a, K, R>(&self, requests: impl Stream<Item = (K, R)> + Send + 'a) -> Bulk<'a, K, R::Output>
    where
        K: Send + 'a,
        R: Batchable,
        R::Output: 'a,
    {
        Bulk::new(self.pipeline.clone(), requests)
    }

    /// Returns the host that receives the client's requests.
    pub fn host(&self) -> &Host {
        self.pipeline.host()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("pipeline", &self.pipeline).finish()
    }
}
