use graph_core::*;

#[derive(GraphEnum)]
#[graph(flags)]
enum Shown {
    Top,
    #[graph(other)]
    Other(String),
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
    shown: Shown,
}

fn main() {}
