use graph_core::*;

#[derive(GraphEntity)]
struct DeviceConfiguration {
    #[graph(key)]
    id: String,
}

#[derive(GraphComplex)]
struct Settings {
    on: bool,
}

fn main() {}
