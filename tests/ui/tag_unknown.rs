use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", tag = "nevr")]
struct User {
    #[graph(key)]
    id: String,
}

fn main() {}
