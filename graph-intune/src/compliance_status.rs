//! The compliance of a user or a device with a policy.

use graph_core::GraphEnum;

/// Whether a user or a device is compliant with a policy.
///
/// Source: [complianceStatus](https://learn.microsoft.com/graph/api/resources/intune-shared-compliancestatus).
#[derive(Clone, Debug, PartialEq, Eq, Hash, GraphEnum)]
#[graph(schema("schema/v1.0.graph", "schema/beta.graph"))]
pub enum ComplianceStatus {
    /// Not known.
    Unknown,
    /// The policy does not apply.
    NotApplicable,
    /// Compliant.
    Compliant,
    /// Not compliant at first, then remediated.
    Remediated,
    /// Not compliant.
    NonCompliant,
    /// The policy could not be evaluated.
    Error,
    /// Two policies contradict each other.
    Conflict,
    /// The policy is not assigned.
    NotAssigned,
    /// A member that this crate does not know, with its name.
    #[graph(other)]
    Other(String),
}
