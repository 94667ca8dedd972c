//! Members with the numbers that CSDL gives them.
use graph_core::GraphEnum;

#[derive(GraphEnum)]
#[repr(i32)]
pub enum Kind {
    Unknown = -1,
    A = 0,
    B = 1 << 4,
    #[graph(other)]
    Other(String),
}

fn main() {
    let _ = serde_json::to_string(&Kind::A);
}
