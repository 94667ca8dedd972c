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

pub fn use_choice(text: &str) -> Option<Choice> {
    let _ = serde_json::to_string(&Choice::patch());
    serde_json::from_str(text).ok()
}

pub fn use_range(text: &str) -> Option<Range> {
    let _ = serde_json::to_string(&Range::patch());
    serde_json::from_str(text).ok()
}

pub fn use_oldchoice(text: &str) -> Option<OldChoice> {
    let _ = serde_json::to_string(&OldChoice::patch());
    serde_json::from_str(text).ok()
}

pub fn use_sametype(text: &str) -> Option<SameType> {
    serde_json::from_str(text).ok()
}

pub fn use_sametag(text: &str) -> Option<SameTag> {
    serde_json::from_str(text).ok()
}

fn main() {}
