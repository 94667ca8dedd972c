use graph_core::*;

graph_ids! { DeviceConfigurationId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserOverview")]
#[graph_paths(beta, schema = "schema/betta.graph", "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview")]
struct UserOverview {
    #[graph(key)]
    id: String,
    pending_count: i32,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.setting", schema = "/schema/beta.graph")]
struct Setting {}

fn main() {}
