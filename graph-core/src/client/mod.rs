//! The client: typed requests in, typed responses or errors out.

#[cfg(feature = "azure")]
pub(crate) mod azure;
mod batch;
mod bulk;
pub(crate) mod cached;
mod call;
mod challenge;
mod create;
pub(crate) mod credential;
mod delete;
mod get;
mod headers;
mod host;
mod list;
#[cfg(feature = "oauth")]
pub(crate) mod oauth;
mod patch;
mod request_id;
mod response;
pub(crate) mod secret;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_core::Stream;
use http::HeaderValue;

use crate::model::path::{Collection, Path};
use crate::model::structured::{GraphEntity, Structured};
use crate::transport::Transport;

#[cfg(feature = "azure")]
pub use azure::AzureCredential;
pub use batch::{Batch, BatchAnswers, BatchItem, Batchable};
pub use bulk::{Bulk, BulkProgress};
pub use cached::Cached;
pub use create::CreateRequest;
pub use credential::{AccessToken, Credential, CredentialError, StaticToken, TokenFuture, TokenRequest};
pub use delete::DeleteRequest;
pub use get::GetRequest;
pub use host::{Host, HostError};
pub use list::{Items, ListRequest};
#[cfg(feature = "oauth")]
pub use oauth::{ClientSecretCredential, DeviceCodeCredential, DeviceCodePrompt, EntraApp};
pub use patch::PatchRequest;
pub use response::Response;
pub use secret::Secret;

/// What the client calls itself in `User-Agent`.
pub(crate) const PRODUCT: &str = concat!("graph-core/", env!("CARGO_PKG_VERSION"));

/// Sends requests to one Microsoft Graph host, with the tokens of one credential.
///
/// A clone is cheap and shares the transport. Every request carries a fresh `client-request-id`, and the token goes to the configured
/// host only: redirects and links to other hosts are not followed. When the service refuses a token (401), the credential is asked
/// once for another, with the claims that the service wants.
///
/// It runs on tokio, with timers enabled.
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
    shared: Arc<Shared>,
}

struct Shared {
    transport: Box<dyn Transport>,
    credential: Box<dyn Credential>,
    host: Host,
    scope: String,
    user_agent: HeaderValue,
    timeout: Duration,
}

impl Client {
    /// A client of the global service, `https://graph.microsoft.com`.
    pub fn new(transport: impl Transport, credential: impl Credential) -> Self {
        Self::builder(transport, credential).build()
    }

    /// The default settings, to change.
    pub fn builder(transport: impl Transport, credential: impl Credential) -> ClientBuilder {
        ClientBuilder {
            transport: Box::new(transport),
            credential: Box::new(credential),
            host: Host::global(),
            scope: None,
            app: String::new(),
            timeout: Duration::from_secs(100),
        }
    }

    /// Changes an entity: only the properties that the patch holds.
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
        PatchRequest::new(self.clone(), path, patch)
    }

    /// Reads an entity.
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
        GetRequest::new(self.clone(), path)
    }

    /// Reads a collection, page after page.
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
        ListRequest::new(self.clone(), path)
    }

    /// Creates an entity in a collection; its properties are those of a patch.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Collection, Path, Structured};
    /// # async fn example<E: GraphEntity + Structured>(graph: Client, collection: Path<Collection<E>>, entity: E::Patch)
    /// # -> Result<(), graph_core::Error> {
    /// let created = graph.create(collection, entity).await?;
    /// println!("{:?}", created.etag);
    /// # Ok(())
    /// # }
    /// ```
    pub fn create<E: GraphEntity + Structured>(&self, collection: Path<Collection<E>>, entity: E::Patch) -> CreateRequest<E> {
        CreateRequest::new(self.clone(), collection, entity)
    }

    /// Deletes an entity.
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
        DeleteRequest::new(self.clone(), path)
    }

    /// Starts a batch: several requests in one, each with its own typed result.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Structured};
    /// # async fn example<A: GraphEntity + Structured, B: GraphEntity>(graph: Client, a: Path<A>, patch: A::Patch, b: Path<B>)
    /// # -> Result<(), graph_core::Error> {
    /// let mut batch = graph.batch();
    /// let changed = batch.patch(a, patch);
    /// let read = batch.get(b);
    /// let mut answers = batch.send().await?;
    /// println!("{:?}, {:?}", answers.take(changed)?.etag, answers.take(read)?.etag);
    /// # Ok(())
    /// # }
    /// ```
    pub fn batch(&self) -> Batch {
        Batch::new(self.clone())
    }

    /// Sends as many requests as there are, a few at a time, and gives the results with the caller's keys as they come in.
    ///
    /// The requests may be made while they are sent, so that there may be millions. A key is what the caller knows a request by: an id,
    /// a line number, the object itself.
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
    ///         Err(error) => eprintln!("{id}: {error}"),
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

    /// The same with requests from a stream. A batch that is not full goes out when the stream has nothing more at the moment.
    pub fn bulk_stream<'a, K, R>(&self, requests: impl Stream<Item = (K, R)> + Send + 'a) -> Bulk<'a, K, R::Output>
    where
        K: Send + 'a,
        R: Batchable,
        R::Output: 'a,
    {
        Bulk::new(self.clone(), requests)
    }

    /// Where the requests go.
    pub fn host(&self) -> &Host {
        &self.shared.host
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("host", &self.shared.host).field("timeout", &self.shared.timeout).finish_non_exhaustive()
    }
}

/// The settings of a [`Client`].
#[must_use = "a builder makes a client when `build` is called"]
pub struct ClientBuilder {
    transport: Box<dyn Transport>,
    credential: Box<dyn Credential>,
    host: Host,
    scope: Option<String>,
    app: String,
    timeout: Duration,
}

impl ClientBuilder {
    /// Where the requests go; the global service unless set.
    pub fn host(self, host: Host) -> Self {
        Self { host, ..self }
    }

    /// The app's name and version, `inventory/2.1`, which follows this library's in `User-Agent`. Characters that no header may hold
    /// are left out.
    pub fn user_agent(self, app: impl Into<String>) -> Self {
        Self { app: app.into(), ..self }
    }

    /// How long a request may take, the token, retries and waits included; 100 s unless set.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// The scope that tokens are asked for; [`Host::default_scope`] unless set. A gateway needs it, which has a host of its own and takes
    /// the tokens of Graph.
    ///
    /// ```
    /// # fn example(transport: impl graph_core::transport::Transport, credential: impl graph_core::auth::Credential)
    /// # -> Result<graph_core::Client, graph_core::client::HostError> {
    /// use graph_core::{Client, Host};
    ///
    /// let gateway = "https://graph.gateway.example:8443".parse()?;
    /// let graph = Client::builder(transport, credential).host(gateway).scope(Host::global().default_scope()).build();
    /// # Ok(graph)
    /// # }
    /// ```
    pub fn scope(self, scope: impl Into<String>) -> Self {
        Self { scope: Some(scope.into()), ..self }
    }

    /// Makes the client; nothing is sent yet.
    pub fn build(self) -> Client {
        let app = self.app.chars().filter(|c| c.is_ascii_graphic() || *c == ' ');
        let user_agent: String = PRODUCT.chars().chain([' ']).chain(app).collect();
        let user_agent = HeaderValue::try_from(user_agent.trim_end()).unwrap_or(HeaderValue::from_static(PRODUCT));
        let Self { transport, credential, host, scope, timeout, .. } = self;
        let scope = scope.unwrap_or_else(|| host.default_scope());
        Client { shared: Arc::new(Shared { transport, credential, host, scope, user_agent, timeout }) }
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("ClientBuilder");
        debug
            .field("host", &self.host)
            .field("scope", &self.scope)
            .field("app", &self.app)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
