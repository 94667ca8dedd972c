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

pub fn use_choice(text: &str) -> Option<Choice> {
    let _ = serde_json::to_string(&Choice::patch());
    serde_json::from_str(text).ok()
}

pub fn use_anysetting(text: &str) -> Option<AnySetting> {
    serde_json::from_str(text).ok()
}

pub fn use_misspelt(text: &str) -> Option<Misspelt> {
    serde_json::from_str(text).ok()
}

fn main() {}
