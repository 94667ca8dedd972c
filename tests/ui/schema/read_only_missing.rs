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

fn main() {}
