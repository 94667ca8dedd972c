//! An enum of derived types has no patch of its own.
use graph_core::{GraphComplex, GraphDerived, Untyped};

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.choice", base = "microsoft.graph.setting")]
pub struct Choice {
    pub value: Option<bool>,
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
pub enum AnySetting {
    Choice(Choice),
    #[graph(other)]
    Other(Untyped),
}

fn main() {
    let _ = AnySetting::patch();
    let _: AnySetting = Choice { value: None };
}
