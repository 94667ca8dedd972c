//! Declare a Microsoft Graph entity once, as a Rust struct, and read, patch, list, create, delete and test it through typed requests.
//!
//! The compiler checks path templates, id types, property names and value types, and the same declaration serves the entity from an
#![cfg_attr(feature = "emulator", doc = "[emulator] in your tests.")]
#![cfg_attr(not(feature = "emulator"), doc = "emulator (feature `emulator`) in your tests.")]
//!
#![cfg_attr(all(any(doc, doctest), feature = "emulator"), doc = "The [guide] has a chapter for each job.")]
//!
//! # A first program
//!
//! This program needs the feature `emulator`, but no network and no account:
//!
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```ignore")]
//! use graph_core::emulator::Emulator;
//! use graph_core::{GraphEntity, graph_ids, graph_paths};
//!
//! graph_ids! { pub GroupId; }
//!
//! #[derive(Clone, Debug, PartialEq, GraphEntity)]
//! #[graph(odata_type = "microsoft.graph.group")]
//! #[graph_paths(v1, "/groups/{groupId}")]
//! pub struct Group {
//!     #[graph(key)]
//!     pub id: String,
//!     pub display_name: Option<String>, // `Option`: the service may answer null
//! }
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let graph = Emulator::new().with::<Group>().client();
//!     let sales = Group::v1().groups(&GroupId::new("sales")?);
//!
//!     graph.patch(sales.clone(), Group::patch().display_name("Sales")).await?;
//!     let group = graph.get(sales).await?.body;
//!     assert_eq!(group.display_name.as_deref(), Some("Sales"));
//!     Ok(())
//! }
//! ```
//!
//! For the real service, replace the client:
//!
//! ```no_run
//! # #[cfg(feature = "reqwest")]
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use graph_core::transport::{ReqwestTransport, Retry};
//! use graph_core::{Client, StaticToken};
//!
//! let credential = StaticToken::new(std::env::var("GRAPH_TOKEN")?);
//! let graph = Client::new(Retry::new(ReqwestTransport::new()?), credential);
//! # Ok(())
//! # }
//! ```
//!
//! # Queries, pages and changes
//!
//! A query names properties through their fields. A list is a stream of entities or of [pages](client::Pages). An entity with `select` is a
//! view, whose reads ask for its own properties only. [`Client::delta`] reads the changes since a stored
//! [link](client::DeltaLink):
//!
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```ignore")]
//! use graph_core::client::Change;
//! use graph_core::emulator::Emulator;
//! use graph_core::{GraphEntity, graph_ids, graph_paths, property};
//!
//! graph_ids! { pub GroupId; }
//!
//! #[derive(Clone, Debug, PartialEq, GraphEntity)]
//! #[graph(odata_type = "microsoft.graph.group", select)]
//! #[graph_paths(v1, "/groups/{groupId}", "/groups/delta")]
//! pub struct Group {
//!     #[graph(key)]
//!     pub id: String,
//!     pub display_name: Option<String>,
//! }
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let graph = Emulator::new().with::<Group>().client();
//!     for id in ["sales", "support"] {
//!         graph.patch(Group::v1().groups(&GroupId::new(id)?), Group::patch().display_name(id)).await?;
//!     }
//!
//!     let name = property!(Group, display_name);
//!     let groups = graph.list(Group::v1().groups_collection()).filter(name.starts_with("s")).order_by([name.descending()]);
//!     let mut pages = groups.max_page_size(1).pages();
//!     while let Some(page) = pages.next().await.transpose()? {
//!         println!("{:?}", page.into_vec()?); // "support", then "sales"
//!     }
//!
//!     let mut changes = graph.delta(Group::v1().groups_delta()).stream();
//!     while changes.next().await.transpose()?.is_some() {}
//!     let link = changes.link(); // store it with serde
//!
//!     graph.delete(Group::v1().groups(&GroupId::new("sales")?)).await?;
//!     let mut changes = graph.delta(Group::v1().groups_delta()).since(link).stream();
//!     assert!(matches!(changes.next().await.transpose()?, Some(Change::Removed { id, .. }) if id == "sales"));
//!     Ok(())
//! }
//! ```
//!
//! # Links, operations and counts
//!
//! Links, counts, actions and functions have paths and requests too:
//!
#![cfg_attr(feature = "emulator", doc = "```")]
#![cfg_attr(not(feature = "emulator"), doc = "```ignore")]
//! use graph_core::emulator::Emulator;
//! use graph_core::{Expanded, GraphAction, GraphEntity, graph_ids, graph_paths};
//!
//! graph_ids! { pub GroupId; pub UserId; }
//!
//! #[derive(Clone, Debug, PartialEq, GraphEntity)]
//! #[graph(odata_type = "microsoft.graph.user")]
//! #[graph_paths(v1, "/users/{id | userPrincipalName}")]
//! pub struct User {
//!     #[graph(key)]
//!     pub id: String,
//!     pub visits: i32,
//! }
//!
//! #[derive(Clone, Debug, PartialEq, GraphEntity)]
//! #[graph(odata_type = "microsoft.graph.group")]
//! #[graph_paths(v1, "/groups/{id}", "/groups/{id}/members/$ref", "/groups/{id}/members/$count")]
//! pub struct Group {
//!     #[graph(key)]
//!     pub id: String,
//!     #[graph(bind)]
//!     pub members: Option<Expanded<User>>,
//! }
//!
//! /// Renews a group before it expires.
//! #[derive(Clone, Debug, GraphAction)]
//! #[graph_paths(v1, "/groups/{id}/renew")]
//! pub struct Renew {}
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     let graph = Emulator::new().with::<User>().with::<Group>().on::<Renew>(|_| Ok(())).client();
//!     let [alice, bob] = [UserId::new("alice")?, UserId::new("bob")?].map(|id| User::v1().users(&id));
//!
//!     let created = graph.create(Group::v1().groups_collection(), Group::patch().bind_members([&alice])).await?;
//!     let sales = GroupId::new(created.created_id().unwrap_or_default())?;
//!     graph.add_link(Group::v1().members_ref(&sales), bob).await?;
//!     assert_eq!(graph.count(Group::v1().members_count(&sales)).await?.body, 2);
//!
//!     graph.edit(alice, |user: &User| User::patch().visits(user.visits + 1)).await?; // `If-Match`, and again after 412
//!     graph.call(Renew::v1().renew(&sales), Renew {}).await?;
//!     Ok(())
//! }
//! ```
//!
//! # Modules
//!
//! | module | contents |
//! |---|---|
//! | [`client`] | [`Client`], a request per verb, [`Pages`](client::Pages), [`Changes`](client::Changes), [`Batch`](client::Batch), [`Bulk`](client::Bulk), and downloads and uploads (feature `media`) |
//! | [`auth`] | credentials: a fixed token, a cache, and sign-in with the features `azure` and `oauth` |
//! | [`transport`] | the [`Transport`](transport::Transport) trait, a reqwest transport, and layers that retry, limit and trace |
//! | [`query`] | property paths, filters, orders, searches and expansions |
//! | [`error`] | [`Error`] and the types of its variants |
//! | [`model`] | patches, paths, ids, property values, and descriptors of the declared types |
//! | `emulator` | an in-process Microsoft Graph for tests (feature `emulator`) |
//! | `testing` | transports for tests: scripted responses, recording and replay (feature `emulator`) |
//!
//! Macros: [`GraphEntity`](macro@GraphEntity), [`GraphComplex`](macro@GraphComplex), [`GraphEnum`](macro@GraphEnum),
//! [`GraphDerived`](macro@GraphDerived), [`GraphAction`](macro@GraphAction), [`GraphFunction`](macro@GraphFunction),
//! [`graph_paths`](macro@graph_paths), [`graph_ids!`], [`property!`] and [`properties!`].
//!
//! The crates [`http`], [`bytes`], [`time`] and [`uuid`] are re-exported, because their types appear in public signatures.
#![forbid(unsafe_code)]

pub mod auth;
pub mod client;
#[cfg(feature = "emulator")]
pub mod emulator;
pub mod error;
mod graph_ids;
// Holds no code. The programs of its chapters need the emulator.
#[cfg(all(any(doc, doctest), feature = "emulator"))]
pub mod guide;
pub mod model;
pub mod query;
#[cfg(any(test, feature = "emulator"))]
pub mod testing;
pub mod transport;

pub use auth::StaticToken;
pub use bytes;
pub use client::{Client, Host};
#[doc(inline)]
pub use error::Error;
pub use graph_macros::{GraphAction, GraphComplex, GraphDerived, GraphEntity, GraphEnum, GraphFunction, graph_paths};
pub use http;
#[cfg(feature = "exact-numbers")]
pub use model::Decimal;
#[doc(hidden)]
pub use model::Viewer;
pub use model::{
    Additional, Binary, Date, DateTimeOffset, Expanded, Flags, GraphEntity, GraphEnum, Guid, Json, Partial, TimeOfDay, Untyped,
};
/// Re-exported here because macro expansions name these types for every property, and a short path compiles faster. Defined in [`model`].
#[doc(hidden)]
pub use model::{Property, PropertyValue, ValueRef};
pub use query::Filter;
pub use {time, uuid};

/// This crate under another name. Macro expansions use the name to check that `#[graph(crate = …)]` names this crate.
#[doc(hidden)]
pub extern crate self as __graph_core;

/// Functions and types that only macro expansions use. Not part of the public API: they may change in any release.
#[doc(hidden)]
pub mod __private;
