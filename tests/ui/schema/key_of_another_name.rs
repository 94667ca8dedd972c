use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserStatus", schema = "schema/beta.graph")]
struct UserStatus {
    id: String,
    #[graph(key, rename = "userPrincipalName")]
    name: String,
}

fn main() {}
