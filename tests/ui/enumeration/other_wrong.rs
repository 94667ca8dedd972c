//! Invalid `other` variants.
use graph_core::GraphEnum;

#[derive(GraphEnum)]
pub enum Unit {
    A,
    #[graph(other)]
    Other,
}

#[derive(GraphEnum)]
pub enum Number {
    A,
    #[graph(other)]
    Other(i32),
}

#[derive(GraphEnum)]
pub enum Named {
    A,
    #[graph(other)]
    Other { name: String },
}

#[derive(GraphEnum)]
pub enum Twice {
    A,
    #[graph(other)]
    Other(String),
    #[graph(other)]
    Another(String),
}

fn main() {
    let _ = serde_json::to_string(&Number::Other(5));
}
