//! Two variants with the same tag: the same type twice, and two types with the same `odata_type`.
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
#[graph(odata_type = "microsoft.graph.choice", base = "microsoft.graph.setting")]
pub struct OldChoice {
    pub value: Option<String>,
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
pub enum SameType {
    Choice(Choice),
    Range(Range),
    Chosen(Box<Choice>),
    #[graph(other)]
    Other(Untyped),
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
pub enum SameTag {
    Choice(Choice),
    OldChoice(OldChoice),
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
