//! The client's errors: one type per cause. The text of each is one line and never contains the token.
//!
//! [`Error`] is the error of every request. The other types are the contents of its variants.

pub(crate) mod batch;
pub(crate) mod carried_out;
pub(crate) mod cause;
pub(crate) mod credential;
pub(crate) mod decode;
pub(crate) mod delta;
pub(crate) mod edit;
#[allow(clippy::module_inception, reason = "mod.rs only declares and re-exports")]
pub(crate) mod error;
#[cfg(feature = "media")]
pub(crate) mod media;
pub(crate) mod redact;
pub(crate) mod report;
pub(crate) mod request_info;
pub(crate) mod running;
pub(crate) mod sanitise;
pub(crate) mod service;
#[cfg(test)]
mod tests;
pub(crate) mod transport;
pub(crate) mod validation;

pub use batch::{BatchError, BatchProblem};
pub use carried_out::CarriedOutError;
pub use credential::CredentialError;
pub use decode::{BatchResponseProblem, DecodeError, DecodeProblem};
pub use delta::{DeltaLinkError, DeltaLinkProblem, ResyncError};
pub use edit::{EditConflictError, NoEtagError};
pub use error::Error;
#[cfg(feature = "media")]
pub use media::{MediaError, MediaProblem};
pub use report::Report;
pub use request_info::RequestInfo;
pub use running::{OperationError, OperationProblem};
pub use service::{ErrorDetail, ServiceError};
pub use transport::{NextLinkError, NextLinkProblem, NotModifiedError, RedirectError, SendError};
pub use validation::{
    EmptyPatchError, HeaderProblem, InvalidHeaderError, PropertyNameError, ReadOnlyPropertyError, ReadOnlyReason,
    UnknownPropertyError,
};
