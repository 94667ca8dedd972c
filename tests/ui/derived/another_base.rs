//! A variant whose type derives from another base.
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

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.address")]
pub struct Address {
    pub city: String,
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
pub enum AnySetting {
    Choice(Choice),
    Range(Box<Range>),
    Address(Address),
    Nested(AnyNumber),
    #[graph(other)]
    Other(Untyped),
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.number")]
pub enum AnyNumber {
    Range(Range),
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
