use graph_core::*;

graph_ids! { DeviceConfigurationId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserOverview")]
#[graph_paths(beta, schema = schema/beta.graph, "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview")]
#[graph_paths(v1, schema("schema/v1.0.graph", "schema/beta.graph"), "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview")]
struct UserOverview {
    #[graph(key)]
    id: String,
    pending_count: i32,
}

fn main() {}
