//! Delta: the changes of a collection since a point in time.

mod change;
mod changes;
mod page_rules;
mod request;

use super::facade::Client;
use crate::model::path_kinds::DeltaPath;
use crate::model::structured::Structured;

pub use change::{Change, RemovalReason};
pub use changes::Changes;
pub use request::{DeltaRequest, IntoDeltaLink};

impl Client {
    /// Reads the changes of a collection since a stored link, or all entities without a link (`GET …/delta`).
    ///
    /// ```
    /// # use graph_core::{Client, Error, GraphEntity, graph_ids, graph_paths, property};
    /// use graph_core::client::{Change, DeltaLink};
    ///
    /// # graph_ids! { pub UserId; }
    /// #[derive(Clone, Debug, GraphEntity)]
    /// #[graph(odata_type = "microsoft.graph.user")]
    /// #[graph_paths(v1, "/users/{userId}", "/users/delta")]
    /// pub struct User {
    ///     #[graph(key)]
    ///     pub id: String,
    ///     pub display_name: Option<String>,
    /// }
    ///
    /// /// Returns the link for the next run; store it with serde.
    /// async fn sync(graph: Client, stored: Option<DeltaLink<User>>) -> Result<Option<DeltaLink<User>>, Error> {
    ///     let mut changes = graph.delta(User::v1().users_delta()).since(stored).stream();
    ///     while let Some(change) = changes.next().await {
    ///         match change? {
    ///             Change::Changed(user) => println!("merge {user:?}"),
    ///             Change::Removed { id, reason } => println!("forget {id}: {reason}"),
    ///         }
    ///     }
    ///     Ok(changes.link())
    /// }
    /// ```
    ///
    /// Source: [Delta query](https://learn.microsoft.com/graph/delta-query-overview).
    pub fn delta<E: Structured>(&self, path: impl DeltaPath<E>) -> DeltaRequest<E> {
        DeltaRequest::new(self.pipeline.clone(), path.into_path())
    }
}
