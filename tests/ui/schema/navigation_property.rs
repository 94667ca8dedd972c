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

fn main() {}
