use graph_core::*;

#[derive(GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.deviceConfigurationUserOverview",
    schema("schema/v1.0.graph", "schema/beta.graph")
)]
struct UserOverview {
    #[graph(key)]
    id: String,
    pending_count: i32,
    conflict_count: i32,
}

fn main() {}
