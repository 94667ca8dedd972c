use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.tag")]
struct Tag {
    #[graph(key)]
    id: String,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", schema = "schema/device.graph")]
struct Fits {
    #[graph(key)]
    id: String,
    #[graph(read_only)]
    parts: Option<Vec<Tag>>,
    owner: Option<Box<Fits>>,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", schema = "schema/device.graph")]
struct AlwaysThere {
    #[graph(key)]
    id: String,
    parts: Vec<Tag>,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.device", schema = "schema/device.graph")]
struct Device {
    #[graph(key)]
    id: String,
    parts: Option<Tag>,
    owner: Option<Box<Tag>>,
}

async fn use_tag(graph: Client, path: model::Path<Tag>) -> Result<Tag, Error> {
    graph.patch(path.clone(), Tag::patch()).await?;
    Ok(graph.get(path).await?.body)
}

async fn use_fits(graph: Client, path: model::Path<Fits>) -> Result<Fits, Error> {
    graph.patch(path.clone(), Fits::patch()).await?;
    Ok(graph.get(path).await?.body)
}

async fn use_always_there(graph: Client, path: model::Path<AlwaysThere>) -> Result<AlwaysThere, Error> {
    graph.patch(path.clone(), AlwaysThere::patch()).await?;
    Ok(graph.get(path).await?.body)
}

async fn use_device(graph: Client, path: model::Path<Device>) -> Result<Device, Error> {
    graph.patch(path.clone(), Device::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
