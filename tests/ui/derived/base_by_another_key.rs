//! `odata_type` instead of `base`.
use graph_core::{GraphComplex, GraphDerived, Untyped};

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.choice", base = "microsoft.graph.setting")]
pub struct Choice {
    pub value: Option<bool>,
}

#[derive(GraphDerived)]
#[graph(odata_type = "microsoft.graph.setting")]
pub enum AnySetting {
    Choice(Choice),
    #[graph(other)]
    Other(Untyped),
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.seting")]
pub enum Misspelt {
    Choice(Choice),
    #[graph(other)]
    Other(Untyped),
}

fn main() {}
