//! Query options: property paths, filters and their literals, orders, searches and expansions.
//!
//! [`property!`](crate::property) names a property through the field that declares it:
//!
//! ```
//! use graph_core::query::Expand;
//! use graph_core::{Client, Expanded, GraphEntity, graph_ids, graph_paths, properties, property};
//!
//! graph_ids! { pub GroupId; }
//!
//! #[derive(Clone, Debug, GraphEntity)]
//! #[graph(odata_type = "microsoft.graph.user")]
//! pub struct User {
//!     #[graph(key)]
//!     pub id: String,
//! }
//!
//! #[derive(Clone, Debug, GraphEntity)]
//! #[graph(odata_type = "microsoft.graph.group")]
//! #[graph_paths(v1, "/groups/{groupId}")]
//! pub struct Group {
//!     #[graph(key)]
//!     pub id: String,
//!     pub display_name: Option<String>,
//!     pub members: Option<Expanded<User>>,
//! }
//!
//! async fn print(graph: &Client) -> Result<(), graph_core::Error> {
//!     let name = property!(Group, display_name);
//!     let mut groups = graph
//!         .list(Group::v1().groups_collection())
//!         .filter(name.starts_with("Sales").and(property!(Group, members).is_not_empty()))
//!         .order_by([name.descending()])
//!         .expand(Expand::new(property!(Group, members)).top(5))
//!         .count()
//!         .stream();
//!     while let Some(group) = groups.next().await {
//!         println!("{:?}", group?.display_name);
//!     }
//!     Ok(())
//! }
//! ```
//!
//! `select` takes the names of properties, from [`properties!`](crate::properties). A view, which is an entity declared
//! `#[graph(select)]`, selects its own properties by itself.
//!
//! Source: [query parameters of Microsoft Graph](https://learn.microsoft.com/graph/query-parameters).

mod condition;
pub(crate) mod expand;
pub(crate) mod filter;
mod into_filter;
pub(crate) mod literal;
pub(crate) mod options;
pub(crate) mod order_by;
pub(crate) mod property_kinds;
mod property_macro;
pub(crate) mod property_name;
pub(crate) mod property_path;
pub(crate) mod search;
mod view;

pub use expand::{Expand, IntoExpand};
pub use filter::Filter;
pub use into_filter::IntoFilter;
pub use literal::{IntoLiteral, IntoLiterals, Literal, Qualified};
pub use order_by::{IntoOrder, OrderBy};
pub use property_kinds::{
    CollectionProperty, ComparableProperty, FlagsProperty, NavigationProperty, NullableProperty, ObjectProperty, OrderedProperty,
    TextProperty,
};
pub use property_name::{IntoPropertyName, IntoPropertyNames, PropertyName};
#[doc(hidden)]
pub use property_path::{FieldNames, TypedFields};
pub use property_path::{PropertyOf, PropertyPath, element};
pub use search::Search;
