use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.order", schema = "schema/order.graph")]
struct Fits {
    #[graph(key)]
    id: String,
    #[graph(create_only)]
    currency: Option<String>,
    #[graph(read_only)]
    total: i32,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.order", schema = "schema/order.graph")]
struct Order {
    #[graph(key)]
    id: String,
    currency: Option<String>,
    #[graph(create_only)]
    total: i32,
}

fn main() {}
