use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
enum User {
    One,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
union Settings {
    a: i32,
}

fn main() {}
