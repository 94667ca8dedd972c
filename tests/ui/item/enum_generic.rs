//! Generic enums.
use graph_core::{GraphDerived, GraphEnum, Untyped};

#[derive(GraphEnum)]
pub enum Kind<T: Default> {
    A,
    #[graph(other)]
    Other(String),
    #[graph(rename = "never")]
    Never(T),
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.entity")]
pub enum AnyOf<'a, T> {
    Item(T),
    Text(&'a str),
    #[graph(other)]
    Other(Untyped),
}

fn main() {
    let _ = serde_json::to_string(&Kind::<i32>::A);
}
