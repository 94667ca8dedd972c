//! Enums of derived types without an `other` variant, or with an invalid one.
use graph_core::{GraphComplex, GraphDerived, Json, Untyped};

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
#[graph(base = "microsoft.graph.setting")]
pub enum Missing {
    Choice(Choice),
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
pub enum OfText {
    Choice(Choice),
    #[graph(other)]
    Other(String),
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
pub enum OfJson {
    Choice(Choice),
    #[graph(other)]
    Other(Json),
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
pub enum OfNothing {
    Choice(Choice),
    #[graph(other)]
    Other,
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
pub enum Unmarked {
    Choice(Choice),
    Other(Untyped),
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
pub enum Twice {
    Choice(Choice),
    #[graph(other)]
    Other(Untyped),
    #[graph(other)]
    Another(Untyped),
}

fn main() {
    let _ = serde_json::to_string(&Missing::Choice(Choice { value: None }));
}
