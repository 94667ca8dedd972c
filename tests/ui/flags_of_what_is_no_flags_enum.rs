use graph_core::*;

#[derive(GraphEnum)]
enum State {
    On,
    #[graph(other)]
    Other(String),
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
    state: Flags<State>,
}

fn main() {}
