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

pub fn use_choice(text: &str) -> Option<Choice> {
    let _ = serde_json::to_string(&Choice::patch());
    serde_json::from_str(text).ok()
}

pub fn use_range(text: &str) -> Option<Range> {
    let _ = serde_json::to_string(&Range::patch());
    serde_json::from_str(text).ok()
}

pub fn use_address(text: &str) -> Option<Address> {
    let _ = serde_json::to_string(&Address::patch());
    serde_json::from_str(text).ok()
}

pub fn use_anysetting(text: &str) -> Option<AnySetting> {
    serde_json::from_str(text).ok()
}

pub fn use_anynumber(text: &str) -> Option<AnyNumber> {
    serde_json::from_str(text).ok()
}

fn main() {}
