use graph_core::model::Path;
use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.limits")]
struct Limits {
    count: i32,
}

fn get(graph: Client, path: Path<Limits>) {
    let _ = graph.get(path);
}

fn main() {
    let _ = emulator::Emulator::new().with::<User>();
}
