use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key, read_only)]
    id: String,
    #[graph(not_null)]
    count: i32,
    #[graph(additional, etag)]
    rest: Additional,
}

fn main() {}
