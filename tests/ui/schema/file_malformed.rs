use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", schema = "schema/malformed.graph")]
struct User {
    #[graph(key)]
    id: String,
    age: i32,
}

fn main() {}
