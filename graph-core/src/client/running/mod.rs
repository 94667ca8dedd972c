//! Long-running operations: requests that the service accepts (202) and carries out later.
//!
//! Source: [Long-running actions](https://learn.microsoft.com/graph/long-running-actions-overview).

mod address;
mod operation;
mod outcome;
mod output;
mod progress;
mod requests;

pub use address::OperationAddress;
pub use operation::{OperationStatus, RunningOperation};
pub use outcome::{OrOperation, Outcome};
pub use output::OperationOutput;
