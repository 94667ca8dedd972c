use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
    count: i32,
    name: Option<String>,
    #[graph(read_only)]
    created: DateTimeOffset,
}

fn main() {
    let _ = User::patch().clear_count();
    let _ = User::patch().created("2016-12-31T23:58:21Z".parse().unwrap());
    let _ = User::patch().name(None);
}
