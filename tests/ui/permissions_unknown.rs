use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", permissions(delegate("User.Read"), application("User.Read All"), personal))]
struct User {
    #[graph(key)]
    id: String,
}

fn main() {}
