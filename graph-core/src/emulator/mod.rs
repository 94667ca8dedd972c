//! An in-process emulation of Graph for tests. It serves declared entities, in memory and on a loopback port.
//!
//! The responses follow Microsoft's documentation, so that any client can be tested: this library, Microsoft's SDKs or `curl`. The emulator
//! keeps every change, and a [`Journal`] of the last 10,000 requests. It refuses what the service refuses: paths that are not declared for
//! the version, missing tokens, unknown properties, values of a wrong type, null where the type is not nullable, and stale etags.
//!
//! ```
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
//!
//! # Requests
//!
//! | resource | methods |
//! |---|---|
//! | object: `/policies/a1`, `/policies('a1')`, `/policies(name='x')` with an alternate key | `GET`, `HEAD`, `PATCH`, `PUT`, `DELETE` |
//! | collection: `/policies`, optionally followed by a type name | `GET`, `HEAD`, `POST` |
//! | number of objects: `/policies/$count` | `GET`, `HEAD` |
//! | changes: a declared path that ends in `/delta` or `/delta()`, such as `/policies/delta` | `GET`, `HEAD` |
//! | part of an object: `/policies/a1/displayName`, `…/$value`, `/groups/g/members`, `…/$count` | `GET`, `HEAD` |
//! | content: `/users/u/photo/$value`, `…/content`, a property of the type `Edm.Stream` | `GET`, `HEAD`, `PUT`, `PATCH`, `DELETE` |
//! | links of a collection: `/groups/g/members/$ref` | `GET`, `HEAD`, `POST`, `DELETE` with `$id` |
//! | one link: `/groups/g/members/u/$ref`; a single-valued property: `/users/u/manager/$ref` | `GET`, `HEAD`, `DELETE`; also `PUT` |
//! | `…/createUploadSession`, and the upload URL in its answer | `POST`; `GET`, `PUT`, `DELETE` |
//! | `/$batch`: up to 20 requests, in the orders of [JSON batching](https://learn.microsoft.com/graph/json-batching) | `POST` |
//! | `/$metadata`: CSDL of the declared types, without a token; `/`: the service document | `GET`, `HEAD` |
//!
//! Names of segments, properties, enumeration members and options are not case-sensitive; keys are, except GUIDs.
//! `PUT`, and `PATCH` with `Prefer: create-if-missing`, create an object that does not exist.
//! [`long_running`](Emulator::long_running) answers changes of a type with 202, and carries them out after a number of polls.
//!
//! The body of a creation may contain the key. If the collection already has that key, the response is 409. Updates ignore the
//! key, read-only properties and create-only properties
//! ([OData 4.0 §11.4.3](https://docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part1-protocol.html#_Toc406398328)),
//! and refuse navigation properties. [`strict`](Emulator::strict) refuses more.
//!
//! A link leads to a stored object, so the object must have a declared path. `@odata.bind` in the body of a creation or an update adds
//! links. A linked object is an element of the collection, and `$expand` includes it. If an object is deleted, its links are removed.
//! `/directoryObjects/{id}` also leads to a stored user, group or other object with this id.
//!
//! A read of content may have a `Range`. [`redirects_downloads`](Emulator::redirects_downloads) answers it with a redirect, as Graph does
//! for files. Upload URLs, the URLs of redirects, and
//! [monitor URLs](OperationForm::Monitor) refuse a request with a token and record [`Violation::TokenSentAway`]. A session expires 24 hours after its last fragment.
//!
//! # Query options
//!
//! The [options](https://learn.microsoft.com/graph/query-parameters) may be written without `$`. An option that does not apply gets 400.
//! - `$select`: properties, paths such as `place/city`, and `*`.
//! - `$expand`: navigation properties. Each may have `$select`, `$filter`, `$orderby`, `$search`, `$top`, `$skip`, `$count`, `$expand`
//!   and `$levels` in parentheses. `$levels` is a number from 1 to 1000, or `max`; a response has at most 50 levels, and ends a cycle of
//!   links at the object that would be repeated. A response contains navigation properties only if they are expanded. If a collection has
//!   more elements than fit in a page, the response contains a next link beside it, such as `members@odata.nextLink`.
//! - `$filter`: `eq`, `ne`, `gt`, `ge`, `lt`, `le`, `in`, `has`, `and`, `or`, `not`, parentheses, `add`, `sub`, `mul`, `div`, `divby`,
//!   `mod`; `any` and `all` with a variable, `path/$count`; `contains`, `startswith`, `endswith`, `indexof`, `length`, `substring`,
//!   `concat`, `tolower`, `toupper`, `trim`, `year` to `second`, `date`, `time`, `now`, `floor`, `ceiling`, `round`, `isof('type')`.
//!   Times are compared as instants, and a date is the beginning of its day in UTC. The comparison of text is case-sensitive. Linked
//!   objects are part of a navigation property. An entity with a field marked `additional` may have any property.
//! - `$orderby`: any expression of `$filter`, with `asc` or `desc`; null comes first.
//! - `$search`: words and phrases, such as `"text"` or `"property:text"`, with `AND`, `OR`, `NOT`. The case of text makes no
//!   difference. A property in the search must be inside the quotes. KQL inside the quotes, as for messages, is not supported.
//! - `$top`: the size of a page, at least 1. A number above 999 means 999. Every page except the last has `@odata.nextLink`.
//! - `$skip`, `$skiptoken`, `$count` (on the first page), `$format`.
//!
//! Entities that are declared with `eventual_consistency` need the header or the query option `ConsistencyLevel: eventual` for
//! [advanced queries](https://learn.microsoft.com/graph/aad-advanced-queries): without it, `$search` and `/$count` get 400, and `$count` is
//! ignored.
//!
//! Not supported: `$apply`, `$compute`.
//!
//! A property whose type is an entity, or an enum of entities, is a navigation property. [`seed`](Emulator::seed) stores the related
//! entities inside their owner.
//!
//! # Delta queries
//!
//! A [delta query](https://learn.microsoft.com/graph/delta-query-overview) is served at each declared path that ends in `delta`. The first
//! request lists all objects of the collection before `delta`. The last page has a delta link, and a request to this link answers only
//! the later changes: of requests, batches, actions, finished long-running operations, links, [`seed`](Emulator::seed) and
//! [`remove`](Emulator::remove).
//! - A created or changed object is shown whole, or with the properties in `$select` and the key. With `Prefer: return=minimal`, a changed
//!   object has only the key and the properties that changed.
//! - A related entity that was added to an expanded or selected navigation property is in a member such as `members@delta`, with its type
//!   and key; a removed one also has `"@removed": {"reason": "deleted"}`.
//! - A deleted object is `{"@removed": {"reason": "deleted"}, "id": …}`. An object that was created and deleted between two rounds is not
//!   reported. An object that may have matched `$filter` before, and does not now, has the reason `changed`.
//! - `$select`, `$expand`, `$filter` and `$top` of the first request are part of the token, and beside a token they get 400. A change of
//!   a property that is not in `$select` is not reported. `Prefer: odata.maxpagesize` applies to each request.
//! - `$deltatoken=latest`, or `token=latest` as OneDrive writes it, answers a delta link without any object.
//! - [`expire_delta_tokens`](Emulator::expire_delta_tokens) makes all earlier tokens answer 410. A token that the emulator did not issue gets
//!   400.
//! - `…/root/delta` of a drive answers the changes of `…/items`. A deleted `driveItem` or `listItem` has `"deleted": {"state": "deleted"}`
//!   instead of `@removed`, and an expired token the code `resyncRequired`.
//! - Objects that are linked to a collection are not part of its changes.
//!
//! # Actions and functions
//!
//! [`on`](Emulator::on) registers a closure that answers the calls of a declared action or function. The emulator checks the names and the
//! types of the parameters, and pages the collection that a function returns. `$skip` is the only query option with `$` that a call may
//! have.
//!
//! # A server for other clients
//!
//! Microsoft's SDKs send no token over plain HTTP, and the JavaScript SDK follows no `http://` link. There are two solutions. Either use
//! [`anonymous`](Emulator::anonymous), or configure the SDK for `https://graph.microsoft.com`, with a `fetch` that replaces this origin by
//! the server's, and set [`next_links_to`](Emulator::next_links_to) to `https://graph.microsoft.com`.
//!
//! ```
//! # use graph_core::emulator::Emulator;
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let server = Emulator::new().anonymous().serve(0).await?;
//! assert!(server.url().starts_with("http://127.0.0.1:"));
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(run()).unwrap();
//! ```

mod access;
mod alternate;
mod arguments;
mod batch;
mod blank;
mod builder;
mod byte_range;
mod call;
mod check;
mod clock;
mod collection;
mod consistency;
mod context;
mod delivery;
mod delta;
mod delta_token;
mod exchange;
mod expand;
mod facade;
mod fault;
mod filter;
mod headers;
mod journal;
mod levels;
mod library;
mod link;
mod link_changes;
mod links;
mod media;
mod metadata;
mod object;
mod objects;
mod operation_path;
mod operation_table;
mod operations;
mod options;
mod outside;
mod paging;
mod pattern;
mod project;
mod property;
mod random;
mod reply;
mod routes;
mod running;
mod select;
mod server;
mod service;
mod settings;
mod store;
mod tasks;
mod throttle;
mod uploads;
mod url;
mod waits;

pub use builder::Emulated;
pub use call::{ErrorResponse, OperationCall};
pub use exchange::{Exchange, Violation};
pub use facade::Emulator;
pub use fault::Fault;
pub use journal::Journal;
pub use server::Server;
pub use tasks::{LongRunning, OperationForm};
pub use throttle::{RetryAfter, Throttle};
