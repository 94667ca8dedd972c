//! The compliance of a user or a device with a policy.

use graph_core::GraphEnum;

/// Whether a user or a device is compliant with a policy.
///
/// Source: [complianceStatus](https://learn.microsoft.com/graph/api/resources/intune-shared-compliancestatus).
#[derive(Clone, Debug, PartialEq, Eq, Hash, GraphEnum)]
#[graph(schema("schema/v1.0.graph", "schema/beta.graph"))]
pub enum ComplianceStatus {
    /// The compliance is not known.
    Unknown,
    /// The policy does not apply to the user or device.
    NotApplicable,
    /// The user or device complies with the policy.
    Compliant,
    /// The user or device did not comply with the policy at first, then was remediated.
    Remediated,
    /// The user or device does not comply with the policy.
    NonCompliant,
    /// The policy could not be evaluated.
    Error,
    /// Two policies contradict each other.
    Conflict,
    /// The policy is not assigned to the user or device.
    NotAssigned,
    /// A member that this crate does not list. Holds the member's name in JSON.
    #[graph(other)]
    Other(String),
}
