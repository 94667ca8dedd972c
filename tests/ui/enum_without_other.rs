use graph_core::*;

#[derive(GraphEnum)]
enum State {
    On,
    Off,
}

fn main() {}
