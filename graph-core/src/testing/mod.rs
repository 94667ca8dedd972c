//! Transports for tests: [`Script`] plays scripted responses, [`Record`] records real traffic, and [`Replay`] replays a recording.
//!
//! For most tests, use [`Emulator`](crate::emulator::Emulator), which serves declared entities as Graph does. Use these transports for
//! tests that need exact responses, or responses of the real service.
//!
//! [`Script`] plays one step for each request. A step may also state the request that it expects:
//!
//! ```
//! # use graph_core::{GraphEntity, graph_ids, graph_paths};
//! use graph_core::testing::{Expected, Script, Step};
//! # graph_ids! { pub PolicyId; }
//! # #[derive(Clone, Debug, PartialEq, GraphEntity)]
//! # #[graph(odata_type = "microsoft.graph.policy", tag = "never")]
//! # #[graph_paths(v1, "/policies/{policyId}")]
//! # pub struct Policy { #[graph(key)] pub id: String, pub display_name: Option<String> }
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let script = Script::default()
//!     .expect(
//!         Expected::patch("/v1.0/policies/a1").json(r#"{"displayName": "Encrypt"}"#),
//!         Step::response(503, &[("retry-after", "1")], ""),
//!     )
//!     .expect(Expected::get("/v1.0/policies/a1"), Step::json(200, r#"{"id": "a1", "displayName": "Encrypt"}"#));
//! let graph = script.client();
//! let policy = Policy::v1().policies(&PolicyId::new("a1")?);
//!
//! let refused = graph.patch(policy.clone(), Policy::patch().display_name("Encrypt")).await;
//! assert_eq!(refused.unwrap_err().status().map(|status| status.as_u16()), Some(503));
//! let policy = graph.get(policy).await?.body;
//! assert_eq!(policy.display_name.as_deref(), Some("Encrypt"));
//! script.assert_done();
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(run()).unwrap();
//! ```
//!
//! [`Record`] is a transport layer that records each exchange and redacts tokens and other secrets. Save its [`Recording`] as JSON, and
//! commit it. [`Replay`] then answers requests from the recording:
//!
//! ```
//! use std::sync::Arc;
//! use graph_core::testing::{Record, Recording, Replay, Script, Step};
//! # use graph_core::bytes::Bytes;
//! # use graph_core::http::Request;
//! use graph_core::transport::Transport;
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! // In a real test, the recorded transport is `ReqwestTransport`.
//! let record = Arc::new(Record::new(Script::new([Step::json(200, r#"{"id": "a1"}"#)])));
//! let request = || Request::get("https://graph.microsoft.com/v1.0/policies/a1").header("authorization", "Bearer secret-token");
//! record.send(request().body(Bytes::new())?).await?;
//!
//! let json = record.recording().to_json();
//! assert!(!json.contains("secret-token"));
//!
//! let replay = Replay::new(Recording::from_json(&json)?);
//! let response = replay.send(request().body(Bytes::new())?).await?;
//! assert_eq!(response.body(), r#"{"id":"a1"}"#);
//! assert_eq!(replay.unused(), 0);
//! # Ok(())
//! # }
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(run()).unwrap();
//! ```

#[cfg(test)]
mod fixtures;
mod mask;
mod record;
mod recording;
mod replay;
mod script;

pub use record::Record;
pub use recording::{Recording, RecordingError};
pub use replay::Replay;
pub use script::{Expected, Script, ScriptError, Step};

#[cfg(test)]
pub(crate) use fixtures::*;
#[cfg(test)]
pub(crate) use script::TOKEN;
