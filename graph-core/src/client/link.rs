//! Links between entities: adding, setting, removing and listing them (`$ref`).

use http::Method;
use serde_json::json;

use super::Client;
use super::created_id::id_in_url;
use super::items::Items;
use super::link_target::LinkTarget;
use super::operation::sealed::IntoOperation;
use super::operation::{Operation, sent_as_operation};
use super::options::{RequestOptions, option_methods};
use super::pages::Pages;
use super::pipeline::Pipeline;
use super::prepared_request::PreparedRequest;
use crate::error::Error;
use crate::model::decoded::{Decoded, TextError};
use crate::model::json::Json;
use crate::model::path::{Path, Reference};
use crate::model::path_kinds::ReferencePath;
use crate::model::read_error::{Problem, ReadError};
use crate::model::structured::GraphEntity;

impl Client {
    /// Links an entity to a collection of another entity (`POST …/$ref`), such as a user to the members of a group.
    ///
    /// The body of the request has the URL of `target` on the client's host. If the link already exists, services respond with 400 and a
    /// message such as "One or more added object references already exist". So after a lost response, the request is repeated only if
    /// [`idempotency`](LinkRequest::idempotency) allows it.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity, graph_ids, graph_paths};
    /// # graph_ids! { pub GroupId; pub MemberId; pub UserId; }
    /// # #[derive(Clone, Debug, GraphEntity)]
    /// # #[graph(odata_type = "microsoft.graph.user")]
    /// # #[graph_paths(v1, "/users/{userId}")]
    /// # pub struct User {
    /// #     #[graph(key)]
    /// #     id: String,
    /// # }
    /// #[derive(Clone, Debug, GraphEntity)]
    /// #[graph(odata_type = "microsoft.graph.group")]
    /// #[graph_paths(v1, "/groups/{groupId}/members/$ref", member_ref = "/groups/{groupId}/members/{memberId}/$ref")]
    /// pub struct Group {
    ///     #[graph(key)]
    ///     id: String,
    /// }
    ///
    /// # async fn example(graph: Client, group: GroupId, user: UserId) -> Result<(), Box<dyn std::error::Error>> {
    /// graph.add_link(Group::v1().members_ref(&group), User::v1().users(&user)).await?;
    /// graph.remove_link(Group::v1().member_ref(&group, &MemberId::new(user.as_str())?)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn add_link<E: GraphEntity>(&self, path: impl ReferencePath<E>, target: impl LinkTarget) -> LinkRequest {
        LinkRequest::new(self.pipeline.clone(), Method::POST, &path.into_path()).with_body(&target)
    }

    /// Links an entity to a single-valued property of another entity (`PUT …/$ref`), such as a user's manager. Replaces an earlier link.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity, graph_ids, graph_paths};
    /// # graph_ids! { pub UserId; }
    /// #[derive(Clone, Debug, GraphEntity)]
    /// #[graph(odata_type = "microsoft.graph.user")]
    /// #[graph_paths(v1, "/users/{userId}", "/users/{userId}/manager/$ref")]
    /// pub struct User {
    ///     #[graph(key)]
    ///     id: String,
    /// }
    ///
    /// # async fn example(graph: Client, user: UserId, manager: UserId) -> Result<(), graph_core::Error> {
    /// graph.set_link(User::v1().manager_ref(&user), User::v1().users(&manager)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_link<E: GraphEntity>(&self, path: impl ReferencePath<E>, target: impl LinkTarget) -> LinkRequest {
        LinkRequest::new(self.pipeline.clone(), Method::PUT, &path.into_path()).with_body(&target)
    }

    /// Removes a link, but not the entity that it leads to (`DELETE …/$ref`). The path is that of a single-valued property, or contains the
    /// key of the linked entity: `/groups/{groupId}/members/{memberId}/$ref`.
    pub fn remove_link<E: GraphEntity>(&self, path: impl ReferencePath<E>) -> LinkRequest {
        LinkRequest::new(self.pipeline.clone(), Method::DELETE, &path.into_path())
    }

    /// Unlinks the entity `target` from a collection, if the path of the link cannot contain the key of the linked entity
    /// (`DELETE …/$ref?$id=…`).
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Reference};
    /// # async fn example<G: GraphEntity, U: GraphEntity>(graph: Client, accepted_senders: Path<Reference<G>>, user: Path<U>)
    /// # -> Result<(), graph_core::Error> {
    /// graph.remove_link_to(accepted_senders, user).await?; // DELETE /groups/g/acceptedSenders/$ref?$id=https://…/users/u
    /// # Ok(())
    /// # }
    /// ```
    pub fn remove_link_to<E: GraphEntity>(&self, path: impl ReferencePath<E>, target: impl LinkTarget) -> LinkRequest {
        LinkRequest::new(self.pipeline.clone(), Method::DELETE, &path.into_path()).with_id(&target)
    }

    /// Lists the links of a collection page by page (`GET …/$ref`): the URLs of the linked entities.
    ///
    /// Use it for collections only. For a single-valued property, read the linked entity instead.
    ///
    /// ```
    /// # use graph_core::{Client, GraphEntity};
    /// # use graph_core::model::{Path, Reference};
    /// # async fn example<G: GraphEntity>(graph: Client, members: Path<Reference<G>>) -> Result<(), graph_core::Error> {
    /// let mut links = graph.links(members).stream();
    /// while let Some(link) = links.next().await {
    ///     println!("{:?}", link?.id());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn links<E: GraphEntity>(&self, path: impl ReferencePath<E>) -> LinksRequest {
        LinksRequest::new(self.pipeline.clone(), &path.into_path())
    }
}

/// A change of one link, sent when it is awaited; see [`Client::add_link`],
/// [`set_link`](Client::set_link), [`remove_link`](Client::remove_link) and
/// [`remove_link_to`](Client::remove_link_to).
#[derive(Clone, Debug)]
#[must_use = "a request is not sent until it is awaited"]
pub struct LinkRequest {
    pipeline: Pipeline,
    request: PreparedRequest,
    options: RequestOptions,
}

impl LinkRequest {
    /// Creates a request that does not contain the URL of a linked entity yet.
    pub(super) fn new<E: GraphEntity>(pipeline: Pipeline, method: Method, path: &Path<Reference<E>>) -> Self {
        Self { pipeline, request: PreparedRequest::new::<E>(method, path), options: RequestOptions::default() }
    }

    /// Sets the request body: the URL of the entity to link to.
    pub(super) fn with_body(mut self, target: &impl LinkTarget) -> Self {
        let body = json!({"@odata.id": self.url(target)}).to_string();
        self.request.body = Some(body.into());
        self
    }

    /// Sets the query option `$id`: the URL of the entity whose link is removed.
    pub(super) fn with_id(mut self, target: &impl LinkTarget) -> Self {
        self.options.query().id = Some(self.url(target));
        self
    }

    /// Returns the URL of the entity at this path on the client's host, such as `https://graph.microsoft.com/v1.0/users/a`.
    fn url(&self, target: &impl LinkTarget) -> String {
        let (version, path) = target.version_and_path();
        format!("{}/{version}{path}", self.pipeline.host())
    }

    option_methods!(common, awaited, precondition, idempotency);

    #[inline]
    fn prepare(self) -> (Pipeline, Result<PreparedRequest, Error>) {
        let Self { pipeline, mut request, options } = self;
        let prepared = request.set_options(options);
        (pipeline, prepared.map(|()| request))
    }
}

impl IntoOperation<()> for LinkRequest {
    #[inline]
    fn into_operation(self) -> Operation<()> {
        let (pipeline, request) = self.prepare();
        Operation { pipeline, request, decode: Box::new(|response| Ok(response.into_response())) }
    }
}

sent_as_operation!([] LinkRequest => ());

/// A request for the links of a collection, sent when its stream is polled; see [`Client::links`].
#[derive(Clone, Debug)]
#[must_use = "a request is not sent until its stream is polled"]
pub struct LinksRequest {
    pipeline: Pipeline,
    request: PreparedRequest,
    options: RequestOptions,
}

impl LinksRequest {
    pub(super) fn new<E: GraphEntity>(pipeline: Pipeline, path: &Path<Reference<E>>) -> Self {
        Self { pipeline, request: PreparedRequest::new::<E>(Method::GET, path), options: RequestOptions::default() }
    }

    option_methods!(common, page_size, top);

    /// Returns a stream of the URLs of the linked entities. It requests page after page, like the stream of a
    /// [list](super::ListRequest::stream).
    #[inline]
    pub fn stream(self) -> Items<EntityUrl> {
        self.pages().into_items()
    }

    /// Returns the pages of the list of URLs as a stream; see [`ListRequest::pages`](super::ListRequest::pages).
    #[inline]
    pub fn pages(self) -> Pages<EntityUrl> {
        let Self { pipeline, mut request, options } = self;
        let request = request.set_options(options).map(|()| request);
        Pages::new(pipeline, Some(request), EntityUrl::read)
    }
}

/// The URL of an entity, as a service writes it in `@odata.id`.
///
/// Directory services write a URL of their own, such as
/// `https://graph.microsoft.com/v2/{tenant}/directoryObjects/{id}/Microsoft.DirectoryServices.User`. Use [`id`](Self::id) to build a path.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntityUrl(String);

impl EntityUrl {
    /// Returns the URL as the service wrote it. It may lead to another host, and may be relative.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the key of the entity, decoded: the last segment of the URL, or the one before it if the last is a cast such as
    /// `Microsoft.DirectoryServices.User`. Returns `None` if the URL contains no key.
    #[inline]
    pub fn id(&self) -> Option<String> {
        id_in_url(&self.0)
    }

    /// Reads one element of a page of links: a JSON object with `@odata.id`, or with `@id` in OData 4.01.
    #[inline]
    pub(super) fn read(text: &[u8]) -> Result<Decoded<Self>, TextError> {
        Decoded::read(text, |json| match json.get("@odata.id").or_else(|| json.get("@id")) {
            Some(Json::String(url)) => Ok(Self(url.clone())),
            Some(other) => Err(ReadError::wrong_kind("a URL", other).at_property("@odata.id")),
            None if json.is_object() => Err(ReadError::new(Problem::Missing).at_property("@odata.id")),
            None => Err(ReadError::wrong_kind("a link", &json)),
        })
    }
}

impl AsRef<str> for EntityUrl {
    fn as_ref(&self) -> &str {
        &self.0
    }
}
