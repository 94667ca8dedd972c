//! Enums without an `other` variant.
use graph_core::GraphEnum;

#[derive(GraphEnum)]
pub enum Kind {
    A,
    B,
}

#[derive(GraphEnum)]
pub enum Nothing {}

fn main() {
    let _ = serde_json::to_string(&Kind::A);
}
