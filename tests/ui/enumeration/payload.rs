//! Members with a value.
use graph_core::GraphEnum;

#[derive(GraphEnum)]
pub enum Kind {
    A,
    B(i32),
    C { count: i32 },
    Unknown(String),
}

fn main() {
    let _ = serde_json::to_string(&Kind::B(5));
}
