use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
    managers: Vec<Option<User>>,
}

fn main() {}
