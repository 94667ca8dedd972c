//! Misspelt keys of an enum and its members.
use graph_core::{Flags, GraphEnum};

#[derive(GraphEnum)]
#[graph(flag)]
pub enum Shown {
    #[graph(reanme = "v10_2H20")]
    V10_2h20,
    #[graph(othr)]
    Other(String),
}

fn main() {
    let _: Flags<Shown> = [Shown::V10_2h20].into_iter().collect();
}
