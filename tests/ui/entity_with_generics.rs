use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User<T> {
    #[graph(key)]
    id: String,
    value: T,
}

fn main() {}
