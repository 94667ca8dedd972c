use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserStatus", schema = "schema/beta.graph")]
struct UserStatus {
    #[graph(key)]
    id: String,
    devices_count: i64,
}

fn main() {}
