//! The number of users in each state of one device configuration.

use graph_core::{DateTimeOffset, GraphEntity, graph_paths};

use crate::ids::*;

/// The number of users in each state of one device configuration.
///
/// Source: [Update deviceConfigurationUserOverview](https://learn.microsoft.com/graph/api/intune-deviceconfig-deviceconfigurationuseroverview-update). Needs an active Intune license in the tenant.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.deviceConfigurationUserOverview",
    permissions(
        delegated("DeviceManagementConfiguration.ReadWrite.All"),
        application("DeviceManagementConfiguration.ReadWrite.All")
    )
)]
#[graph_paths(
    v1,
    schema = "schema/v1.0.graph",
    "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview"
)]
#[graph_paths(
    beta,
    schema = "schema/beta.graph",
    "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview",
    ios_scep_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.iosScepCertificateProfile/rootCertificate/userStatusOverview",
    windows_phone81_vpn_identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsPhone81VpnConfiguration/identityCertificate/userStatusOverview",
    mac_os_wired_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.macOSWiredNetworkConfiguration/rootCertificateForServerValidation/userStatusOverview",
    mac_os_wired_identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.macOSWiredNetworkConfiguration/identityCertificateForClientAuthentication/userStatusOverview",
    windows_wifi_eap_identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsWifiEnterpriseEAPConfiguration/identityCertificateForClientAuthentication/userStatusOverview",
    windows_wifi_eap_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsWifiEnterpriseEAPConfiguration/rootCertificatesForServerValidation/{windows81TrustedRootCertificateId}/userStatusOverview",
    elided_cast(
        root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/rootCertificate/userStatusOverview",
        identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/identityCertificate/userStatusOverview",
        identity_certificate_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/identityCertificate/rootCertificate/userStatusOverview"
    )
)]
pub struct DeviceConfigurationUserOverview {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// Number of pending users.
    pub pending_count: i32,
    /// Number of users that the configuration does not apply to.
    pub not_applicable_count: i32,
    /// Number of users that succeeded.
    pub success_count: i32,
    /// Number of users in error.
    pub error_count: i32,
    /// Number of users that failed.
    pub failed_count: i32,
    /// Number of users in conflict. Beta only: absent from v1.0 responses.
    #[graph(not_null)]
    pub conflict_count: Option<i32>,
    /// When the overview was last updated.
    pub last_update_date_time: DateTimeOffset,
    /// Version of the overview's policy.
    pub configuration_version: i32,
}
