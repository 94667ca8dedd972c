use graph_core::emulator::Emulator;
use graph_core::{GraphFunction, graph_paths};

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = Vec<String>)]
#[graph_paths(v1, "/reports/getNames()")]
pub struct Names;

fn main() {
    let emulator = Emulator::new().on::<Names>(|_| Ok("ada"));
    drop(emulator);
}
