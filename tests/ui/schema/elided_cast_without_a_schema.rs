use graph_core::*;

graph_ids! { DeviceConfigurationId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserOverview")]
#[graph_paths(beta, elided_cast("/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview"))]
struct UserOverview {
    #[graph(key)]
    id: String,
    pending_count: i32,
}

fn main() {}
