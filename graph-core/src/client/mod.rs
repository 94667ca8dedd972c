//! The client. It has one method for each kind of request, such as `patch`. The method returns a request, which you configure and await.
//!
//! | to read | call | result |
//! |---|---|---|
//! | one entity | [`get`](Client::get) | [`Response`] |
//! | a collection | [`list`](Client::list) | [`Items`], a stream of entities, or [`Pages`] |
//! | the rest of a collection, after a restart | [`list_from`](Client::list_from) with a stored [`PageLink`] | [`Items`] or [`Pages`] |
//! | the changes of a collection | [`delta`](Client::delta), later with a stored [`DeltaLink`] | [`Changes`] |
//!
//! An entity that is declared `#[graph(select)]` is a view: these reads ask for its own properties only.

// Functions that few programs call are `#[inline]` here, in `query`, `model` and `error`, so that other programs do not compile them.
mod arguments;
pub(crate) mod batch;
mod builder;
mod bulk;
mod call;
mod count;
mod create;
mod created_id;
mod delete;
mod delta;
mod edit;
mod etag;
mod facade;
mod follow;
mod get;
mod items;
mod link;
mod link_reader;
mod link_target;
mod list;
#[cfg(feature = "media")]
mod media;
mod misuse;
mod next_link;
mod operation;
mod optional;
mod options;
mod outside;
mod page;
mod page_element;
mod page_requests;
mod pages;
mod patch;
mod pipeline;
mod prepared_request;
mod raw;
mod raw_path;
mod raw_response;
mod relative_url;
mod replace;
mod request_id;
mod response;
mod running;
mod sent_by_method;
mod settable;
mod stored_link;
#[cfg(test)]
mod tests;
mod upsert;
#[cfg(not(feature = "media"))]
mod without_media;

use futures_core::Stream;

use crate::model::expanded::Expanded;
use crate::model::operation::GraphOperation;
use crate::model::patch_of::PatchOf;
use crate::model::path_kinds::{CollectionPath, EntityPath, OperationParameters, OperationPath};
use crate::model::property_value::PropertyValue;
use crate::model::structured::{GraphEntity, Structured};

pub use crate::auth::host::{Host, HostError};
pub use batch::{Batch, BatchHandle, BatchResults};
pub use builder::ClientBuilder;
pub use bulk::{Bulk, BulkProgress, KeyedRequest};
pub use call::CallRequest;
pub use count::CountRequest;
pub use create::CreateRequest;
pub use delete::DeleteRequest;
pub use delta::{Change, Changes, DeltaRequest, IntoDeltaLink, RemovalReason};
pub use edit::EditRequest;
pub use etag::Etag;
pub use facade::Client;
pub use follow::FollowRequest;
pub use get::GetRequest;
pub use items::Items;
pub use link::{EntityUrl, LinkRequest, LinksRequest};
pub use link_target::LinkTarget;
pub use list::ListRequest;
#[cfg(feature = "media")]
pub use media::{
    Download, DownloadRequest, FileSource, MediaTarget, SourceFuture, UploadProgress, UploadRequest, UploadSession,
    UploadSessionPatch, UploadSessionRequest, UploadSource, UploadUrl,
};
pub use operation::Batchable;
pub use optional::OptionalRequest;
pub use page::Page;
pub use page_element::PageElement;
pub use pages::Pages;
pub use patch::PatchRequest;
pub use raw::{RawBody, RawRequest};
pub use raw_path::{RawPath, RawPathError};
pub use replace::{ReplaceRequest, WholeOf};
pub use response::Response;
pub use running::{OperationAddress, OperationOutput, OperationStatus, OrOperation, Outcome, RunningOperation};
pub use stored_link::{DeltaLink, PageLink};
pub use upsert::UpsertRequest;

impl Client {
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
    pub fn patch<E: GraphEntity + Structured>(&self, path: impl EntityPath<E>, patch: impl PatchOf<E>) -> PatchRequest<E> {
        PatchRequest::new(self.pipeline.clone(), path.into_path(), patch.into_changes())
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
    pub fn get<E: GraphEntity>(&self, path: impl EntityPath<E>) -> GetRequest<E> {
        GetRequest::new(self.pipeline.clone(), path.into_path())
    }

    /// Reads a collection page by page (`GET`).
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity, graph_ids, graph_paths, property};
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
    /// let name = property!(Group, display_name);
    /// let sales = name.starts_with("Sales");
    /// let mut groups = graph.list(Group::v1().groups_collection()).filter(sales).select([&name]).stream();
    /// while let Some(group) = groups.next().await {
    ///     println!("{:?}", group?.get(&name)?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list<E: GraphEntity>(&self, path: impl CollectionPath<E>) -> ListRequest<E> {
        ListRequest::new(self.pipeline.clone(), path.into_path())
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

    /// Reads a collection page by page (`GET`), starting from a link that the program has stored; see [`Page::next_link`].
    ///
    /// The request sends nothing and fails with [`Error::NextLink`](crate::Error::NextLink) if the link leads to another host than the
    /// client's or to no API version, or if it contains a user name.
    ///
    /// A link contains the query options of the list, but not its headers. Set them again, such as
    /// [`max_page_size`](FollowRequest::max_page_size). For entities declared `eventual_consistency`, the request sends `ConsistencyLevel` by
    /// itself if the list counts or searches.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// use graph_core::client::PageLink;
    ///
    /// # async fn example<E: GraphEntity + std::fmt::Debug>(graph: Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let link: PageLink<E> = serde_json::from_str(&std::fs::read_to_string("next_page.json")?)?;
    /// let mut groups = graph.list_from(link).stream();
    /// while let Some(group) = groups.next().await {
    ///     println!("{:?}", group?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_from<T: PageElement>(&self, link: PageLink<T>) -> FollowRequest<T> {
        FollowRequest::stored(self.pipeline.clone(), &link)
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
    pub fn create<E: GraphEntity + Structured>(
        &self,
        collection: impl CollectionPath<E>,
        entity: impl PatchOf<E>,
    ) -> CreateRequest<E> {
        CreateRequest::new(self.pipeline.clone(), collection.into_path(), entity.into_changes())
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
    pub fn delete<E: GraphEntity>(&self, path: impl EntityPath<E>) -> DeleteRequest<E> {
        DeleteRequest::new(self.pipeline.clone(), path.into_path())
    }

    /// Calls an action (`POST`) or a function (`GET`). The struct holds the parameters.
    ///
    /// ```
    /// # use graph_core::{Client, GraphAction, graph_ids, graph_paths};
    /// graph_ids! { pub ManagedDeviceId; }
    ///
    /// #[derive(Clone, Debug, GraphAction)]
    /// #[graph_paths(v1, "/deviceManagement/managedDevices/{managedDeviceId}/wipe")]
    /// pub struct Wipe {
    ///     pub keep_user_data: Option<bool>,
    /// }
    ///
    /// # async fn example(graph: Client, device: ManagedDeviceId) -> Result<(), graph_core::Error> {
    /// graph.call(Wipe::v1().wipe(&device), Wipe { keep_user_data: Some(true) }).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call<O: GraphOperation>(
        &self,
        path: impl OperationPath<O>,
        parameters: impl OperationParameters<O>,
    ) -> CallRequest<O> {
        CallRequest::new(self.pipeline.clone(), path.into_path(), &parameters.into_parameters())
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
        R: Batchable + 'a,
        R::Output: 'a,
        I: IntoIterator<Item: KeyedRequest<K, R> + 'a>,
        I::IntoIter: Send + 'a,
    {
        self.bulk_stream(futures_util::stream::iter(requests.into_iter().map(KeyedRequest::into_pair)))
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
}
