//! A variant whose type has no derive: one error, although the expansion uses the type often.
use graph_core::{GraphDerived, GraphEntity, Untyped};

pub struct Choice {
    pub value: Option<String>,
}

#[derive(GraphDerived)]
#[graph(base = "microsoft.graph.setting")]
pub enum AnySetting {
    Choice(Choice),
    #[graph(other)]
    Other(Untyped),
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub settings: Vec<AnySetting>,
}

fn main() {
    let _ = User::patch().settings(vec![AnySetting::Choice(Choice { value: None })]);
}
