use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct Tuple(String, i32);

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct Unit;

fn main() {}
