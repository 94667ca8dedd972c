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

async fn use_fits(graph: Client, path: model::Path<Fits>) -> Result<Fits, Error> {
    graph.patch(path.clone(), Fits::patch()).await?;
    Ok(graph.get(path).await?.body)
}

async fn use_order(graph: Client, path: model::Path<Order>) -> Result<Order, Error> {
    graph.patch(path.clone(), Order::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
