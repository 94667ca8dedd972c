use graph_core::*;

graph_ids! { DeviceConfigurationId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserOverview")]
#[graph_paths(
    beta,
    schema = "schema/beta.graph",
    mac_os_wired_root_certificate = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/rootCertificateForServerValidation/userStatusOverview",
    "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/identityCertificate/rootCertificate/userStatusOverview"
)]
struct UserOverview {
    #[graph(key)]
    id: String,
    pending_count: i32,
}

fn main() {}
