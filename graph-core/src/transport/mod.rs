//! Transports, which send one HTTP request and return its response, and layers that add retries, rate limits and tracing.
//!
//! A layer is a [`Transport`] that wraps another [`Transport`]:
//!
//! ```
//! # #[cfg(feature = "reqwest")]
//! # fn example() -> Result<(), graph_core::transport::TransportError> {
//! use std::time::Duration;
//!
//! use graph_core::transport::{ReqwestTransport, Retry, Timeout};
//!
//! let transport = Retry::new(Timeout::new(ReqwestTransport::new()?, Duration::from_secs(20)));
//! # Ok(())
//! # }
//! ```

pub(crate) mod backoff;
pub(crate) mod classify;
pub(crate) mod deadline;
pub(crate) mod error;
pub(crate) mod extensions;
pub(crate) mod http_date;
pub(crate) mod idempotency;
pub(crate) mod product;
#[cfg(feature = "rate-limit")]
pub(crate) mod rate_limit;
#[cfg(feature = "reqwest")]
pub(crate) mod reqwest;
pub(crate) mod retry;
pub(crate) mod retry_after;
pub(crate) mod send;
#[cfg(feature = "media")]
pub(crate) mod streaming;
pub(crate) mod timeout;
#[cfg(feature = "tower")]
pub(crate) mod tower;
#[cfg(feature = "tracing")]
pub(crate) mod trace;

#[cfg(feature = "reqwest")]
pub use self::reqwest::{ReqwestTransport, ReqwestTransportBuilder};
pub use deadline::Deadline;
pub use error::{TransportError, TransportErrorKind};
pub use extensions::{Attempts, NewConnection, SingleAttempt};
pub use idempotency::Idempotency;
#[cfg(feature = "rate-limit")]
pub use rate_limit::{Cost, RateLimit};
pub use retry::Retry;
pub use retry_after::retry_after;
pub use send::{ResponseFuture, Transport};
#[cfg(feature = "media")]
pub use streaming::{BodyChunks, BodyStream, Streaming};
pub use timeout::Timeout;
#[cfg(feature = "tower")]
pub use tower::{FromService, IntoService};
#[cfg(feature = "tracing")]
pub use trace::Trace;
