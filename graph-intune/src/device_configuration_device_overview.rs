//! The number of devices in each state of one device configuration.

use graph_core::{DateTimeOffset, GraphEntity, graph_paths};

use crate::ids::*;

/// The number of devices in each state of one device configuration.
///
/// Source: [Update deviceConfigurationDeviceOverview](https://learn.microsoft.com/graph/api/intune-deviceconfig-deviceconfigurationdeviceoverview-update). Needs an active Intune license in the tenant.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.deviceConfigurationDeviceOverview",
    permissions(
        delegated("DeviceManagementConfiguration.ReadWrite.All"),
        application("DeviceManagementConfiguration.ReadWrite.All")
    )
)]
#[graph_paths(
    v1,
    schema = "schema/v1.0.graph",
    "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/deviceStatusOverview"
)]
#[graph_paths(
    beta,
    schema = "schema/beta.graph",
    "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/deviceStatusOverview",
    ios_scep_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.iosScepCertificateProfile/rootCertificate/deviceStatusOverview",
    windows_phone81_vpn_identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsPhone81VpnConfiguration/identityCertificate/deviceStatusOverview",
    mac_os_wired_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.macOSWiredNetworkConfiguration/rootCertificateForServerValidation/deviceStatusOverview",
    mac_os_wired_identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.macOSWiredNetworkConfiguration/identityCertificateForClientAuthentication/deviceStatusOverview",
    windows_wifi_eap_identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsWifiEnterpriseEAPConfiguration/identityCertificateForClientAuthentication/deviceStatusOverview",
    windows_wifi_eap_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsWifiEnterpriseEAPConfiguration/rootCertificatesForServerValidation/{windows81TrustedRootCertificateId}/deviceStatusOverview",
    elided_cast(
        root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/rootCertificate/deviceStatusOverview",
        identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/identityCertificate/deviceStatusOverview",
        identity_certificate_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/identityCertificate/rootCertificate/deviceStatusOverview"
    )
)]
pub struct DeviceConfigurationDeviceOverview {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// Number of pending devices.
    pub pending_count: i32,
    /// Number of devices that the configuration does not apply to.
    pub not_applicable_count: i32,
    /// Number of devices that the configuration does not apply to because their platform does not match the policy. Beta only: absent from
    /// v1.0 responses.
    #[graph(not_null)]
    pub not_applicable_platform_count: Option<i32>,
    /// Number of devices that succeeded.
    pub success_count: i32,
    /// Number of devices in error.
    pub error_count: i32,
    /// Number of devices that failed.
    pub failed_count: i32,
    /// Number of devices in conflict. Beta only: absent from v1.0 responses.
    #[graph(not_null)]
    pub conflict_count: Option<i32>,
    /// When the overview was last updated.
    pub last_update_date_time: DateTimeOffset,
    /// Version of the overview's policy.
    pub configuration_version: i32,
}
