//! Enums of derived types without a base, with two bases, and with an invalid one.
use graph_core::{GraphComplex, GraphDerived, Untyped};

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.choice", base = "microsoft.graph.setting")]
pub struct Choice {
    pub value: Option<String>,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.range", base("microsoft.graph.number", "microsoft.graph.setting"))]
pub struct Range {
    pub least: i32,
}

#[derive(GraphDerived)]
pub enum WithoutBase {
    Choice(Choice),
    #[graph(other)]
    Other(Untyped),
}

#[derive(GraphDerived)]
#[graph(base("microsoft.graph.setting", "microsoft.graph.entity"))]
pub enum WithTwo {
    Choice(Choice),
    #[graph(other)]
    Other(Untyped),
}

#[derive(GraphDerived)]
#[graph(base = "#setting")]
pub enum WithHash {
    Choice(Choice),
    #[graph(other)]
    Other(Untyped),
}

fn main() {
    let _ = serde_json::to_string(&WithoutBase::Choice(Choice { value: None }));
}
