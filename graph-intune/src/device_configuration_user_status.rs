//! The state of one device configuration for one user.

use graph_core::{DateTimeOffset, GraphEntity, graph_paths};

use crate::ComplianceStatus;
use crate::ids::*;

/// The state of one device configuration for one user.
///
/// Source: [Update deviceConfigurationUserStatus](https://learn.microsoft.com/graph/api/intune-deviceconfig-deviceconfigurationuserstatus-update). Needs an active Intune license in the tenant.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.deviceConfigurationUserStatus",
    permissions(
        delegated("DeviceManagementConfiguration.ReadWrite.All"),
        application("DeviceManagementConfiguration.ReadWrite.All")
    )
)]
#[graph_paths(
    v1,
    schema = "schema/v1.0.graph",
    "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatuses/{deviceConfigurationUserStatusId}"
)]
#[graph_paths(
    beta,
    schema = "schema/beta.graph",
    "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatuses/{deviceConfigurationUserStatusId}",
    ios_scep_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.iosScepCertificateProfile/rootCertificate/userStatuses/{deviceConfigurationUserStatusId}",
    windows_phone81_vpn_identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsPhone81VpnConfiguration/identityCertificate/userStatuses/{deviceConfigurationUserStatusId}",
    mac_os_wired_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.macOSWiredNetworkConfiguration/rootCertificateForServerValidation/userStatuses/{deviceConfigurationUserStatusId}",
    mac_os_wired_identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.macOSWiredNetworkConfiguration/identityCertificateForClientAuthentication/userStatuses/{deviceConfigurationUserStatusId}",
    windows_wifi_eap_identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsWifiEnterpriseEAPConfiguration/identityCertificateForClientAuthentication/userStatuses/{deviceConfigurationUserStatusId}",
    windows_wifi_eap_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/microsoft.graph.windowsWifiEnterpriseEAPConfiguration/rootCertificatesForServerValidation/{windows81TrustedRootCertificateId}/userStatuses/{deviceConfigurationUserStatusId}",
    elided_cast(
        root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/rootCertificate/userStatuses/{deviceConfigurationUserStatusId}",
        identity_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/identityCertificate/userStatuses/{deviceConfigurationUserStatusId}",
        identity_certificate_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/identityCertificate/rootCertificate/userStatuses/{deviceConfigurationUserStatusId}"
    )
)]
pub struct DeviceConfigurationUserStatus {
    /// Key of the status.
    #[graph(key)]
    pub id: String,
    /// Display name of the user.
    pub user_display_name: Option<String>,
    /// Number of the user's devices.
    pub devices_count: i32,
    /// Compliance of the user with the policy, as the policy's report states it.
    pub status: ComplianceStatus,
    /// When the policy's report was last modified.
    pub last_reported_date_time: DateTimeOffset,
    /// User principal name (UPN) of the user.
    pub user_principal_name: Option<String>,
}
