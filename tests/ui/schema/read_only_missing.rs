use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", schema = "schema/device.graph")]
struct Fits {
    #[graph(key)]
    id: String,
    #[graph(read_only)]
    last_seen: Option<DateTimeOffset>,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", schema = "schema/device.graph")]
struct Device {
    #[graph(key)]
    id: String,
    last_seen: Option<DateTimeOffset>,
}

async fn use_fits(graph: Client, path: model::Path<Fits>) -> Result<Fits, Error> {
    graph.patch(path.clone(), Fits::patch()).await?;
    Ok(graph.get(path).await?.body)
}

async fn use_device(graph: Client, path: model::Path<Device>) -> Result<Device, Error> {
    graph.patch(path.clone(), Device::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
