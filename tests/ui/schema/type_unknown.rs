use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserStats", schema = "schema/beta.graph")]
struct UserStats {
    #[graph(key)]
    id: String,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfiguration", schema = "schema/beta.graph")]
struct DeviceConfiguration {
    #[graph(key)]
    id: String,
}

#[derive(GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.deviceConfigurationUserStatus",
    base("microsoft.graph.entity", "microsoft.graph.thing"),
    schema = "schema/beta.graph"
)]
struct UserStatus {
    #[graph(key)]
    id: String,
}

fn main() {}
