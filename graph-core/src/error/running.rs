//! The errors of long-running operations.

use std::fmt;
use std::time::Duration;

use super::request_info::RequestInfo;

/// The error of a long-running operation, which the service accepted (202).
///
/// An error of a single request for the operation's progress is not of this type.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationError {
    /// The last request, without the ids in its path: a request for the operation's progress, or the request that started the operation.
    pub request: RequestInfo,
    /// The `request-id` header of the last response: the id that the service gave the request.
    pub request_id: Option<String>,
    /// The reason why the operation has no result.
    pub problem: OperationProblem,
    address: Option<String>,
}

/// The reason why a long-running operation has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperationProblem {
    /// The operation has failed, or was canceled.
    #[non_exhaustive]
    Failed {
        /// The service's word for the state, such as `failed`.
        status: String,
        /// The error code, such as `nameAlreadyExists`.
        code: Option<String>,
        /// The error message, in one line.
        message: Option<String>,
    },
    /// The operation has not finished within this time, and may still be running; see [`OperationError::address`].
    TimedOut(Duration),
    /// The service has accepted the request, but its response does not contain a URL that can be polled.
    InvalidAddress,
}

impl OperationError {
    pub(crate) fn new(request: RequestInfo, request_id: Option<String>, problem: OperationProblem) -> Self {
        Self { request, request_id, problem, address: None }
    }

    /// Adds the URL at which the service reports the operation's progress.
    pub(crate) fn at(self, address: String) -> Self {
        Self { address: Some(address), ..self }
    }

    /// Returns the URL of an operation that has not finished in time. Parse it to an
    /// [`OperationAddress`](crate::client::OperationAddress) to continue with
    /// [`Client::resume_operation`](crate::Client::resume_operation).
    ///
    /// The URL may be a secret, so neither `Display` nor `Debug` of this error prints it.
    pub fn address(&self) -> Option<&str> {
        self.address.as_deref()
    }

    /// Returns the error code of a failed operation.
    pub fn code(&self) -> Option<&str> {
        match &self.problem {
            OperationProblem::Failed { code, .. } => code.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for OperationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.request)?;
        match &self.problem {
            OperationProblem::Failed { status, code, message } => {
                write!(f, "the operation ended with the status `{status}`")?;
                [code, message].into_iter().flatten().try_for_each(|text| write!(f, ": {text}"))?;
            }
            OperationProblem::TimedOut(limit) => {
                write!(f, "the operation has not finished within {} s: raise `time_limit`, or ", limit.as_secs_f64())?;
                f.write_str("continue with `resume_operation` and the error's `address`")?;
            }
            OperationProblem::InvalidAddress => {
                f.write_str("the service has accepted the request, but `Location` is not a URL with `https`: ")?;
                f.write_str("read the object itself later, and do not send the request again")?;
            }
        }
        self.request.write_ids(f, self.request_id.as_deref())
    }
}

impl fmt::Debug for OperationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut debug = f.debug_struct("OperationError");
        debug.field("request", &self.request).field("request_id", &self.request_id).field("problem", &self.problem);
        debug.finish_non_exhaustive()
    }
}

impl std::error::Error for OperationError {}
