use graph_core::*;

#[derive(GraphEnum)]
#[graph(flags)]
struct State {
    on: bool,
}

fn main() {}
