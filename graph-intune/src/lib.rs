//! Three Intune status entities of Microsoft Graph, each with its documented PATCH paths.
#![forbid(unsafe_code)]

mod compliance_status;
mod device_configuration_device_overview;
mod device_configuration_user_overview;
mod device_configuration_user_status;
mod ids;

pub use compliance_status::ComplianceStatus;
pub use device_configuration_device_overview::*;
pub use device_configuration_user_overview::*;
pub use device_configuration_user_status::*;
pub use graph_core;
pub use ids::*;
