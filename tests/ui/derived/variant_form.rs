//! Variants that do not hold one value of a derived type.
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
#[graph(base = "microsoft.graph.setting")]
pub enum AnySetting {
    Nothing,
    Named { choice: Choice },
    Two(Choice, Range),
    Maybe(Option<Choice>),
    Several(Vec<Range>),
    Text(String),
    #[graph(other)]
    Other(Untyped),
}

pub fn use_choice(text: &str) -> Option<Choice> {
    let _ = serde_json::to_string(&Choice::patch());
    serde_json::from_str(text).ok()
}

pub fn use_range(text: &str) -> Option<Range> {
    let _ = serde_json::to_string(&Range::patch());
    serde_json::from_str(text).ok()
}

pub fn use_anysetting(text: &str) -> Option<AnySetting> {
    serde_json::from_str(text).ok()
}

fn main() {}
