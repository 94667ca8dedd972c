use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
    #[graph(additional)]
    one: Additional,
    #[graph(additional)]
    two: Additional,
    #[graph(etag)]
    first: Option<String>,
    #[graph(etag)]
    second: Option<String>,
}

fn main() {}
