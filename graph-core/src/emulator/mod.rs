//! An in-process Graph for tests: it serves every declared entity from its declaration, in memory and on a loopback port.
//!
//! It answers as the service does. It refuses paths that are not declared for the version, missing tokens, unknown properties, values
//! of a wrong type, null where the type is not nullable, and stale etags. It keeps every change, and a [`Journal`] of all requests.
//!
//! A creation may choose its key. It gets 409 if the collection has that key already, and a new key if it chooses none.
//!
//! Reads of one object support `$select` and `$expand`. Reads of a collection are paged, and support `$top`, `$select`, `$expand`,
//! `$count` and every `$filter` that [`Filter`] writes: `eq`, `ne`, `gt`, `ge`, `lt`, `le`, `in`, `startswith`, `and`, `or`, `not` and
//! parentheses, over values of the property's type. Times are compared as instants; text is compared with its case. Other query
//! options and other filters get 400.
//!
//! A property whose type is an entity, or an enum of entities, is a navigation property: responses leave it out unless `$expand` names
//! it. [`seed`](Emulator::seed) stores it nevertheless. An entity without a key (`keyless`) counts as a complex type.
//!
//! [`Filter`]: crate::Filter
//!
//! ```
//! # use graph_core::model::GraphPaths;
//! # use graph_core::{GraphEntity, graph_ids, graph_paths};
//! # use graph_core::emulator::Emulator;
//! graph_ids! { pub PolicyId; }
//!
//! #[derive(Clone, Debug, PartialEq, GraphEntity)]
//! #[graph(odata_type = "microsoft.graph.policy")]
//! #[graph_paths(v1, "/policies/{policyId}")]
//! pub struct Policy {
//!     #[graph(key)]
//!     pub id: String,
//!     pub display_name: Option<String>,
//! }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let emulator = Emulator::new().with::<Policy>();
//! let graph = emulator.client();
//! let policy = Policy::v1().policies(&PolicyId::new("a1")?);
//!
//! let updated = graph.patch(policy, Policy::patch().display_name("Encrypt")).await?;
//! assert_eq!(updated.body, Some(Policy { id: "a1".into(), display_name: Some("Encrypt".into()) }));
//! assert_eq!(emulator.journal().patched::<Policy>(), [Policy::patch().display_name("Encrypt")]);
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run()).unwrap();
//! ```

mod access;
mod batch;
mod blank;
mod builder;
mod check;
mod clock;
mod collection;
mod context;
mod delivery;
mod exchange;
mod expand;
mod facade;
mod fault;
mod filter;
mod headers;
mod journal;
mod metadata;
mod object;
mod objects;
mod options;
mod project;
mod property;
mod random;
mod reply;
mod routes;
mod select;
mod server;
mod service;
mod settings;
mod throttle;
mod url;
mod waits;

pub use exchange::{Exchange, Violation};
pub use facade::Emulator;
pub use fault::Fault;
pub use journal::Journal;
pub use server::Server;
pub use throttle::{RetryAfter, Throttle};
