//! A create-only property can be set, and not cleared: a creation leaves it out.
use graph_core::GraphEntity;

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.policy")]
pub struct Policy {
    #[graph(key)]
    pub id: String,
    #[graph(create_only)]
    pub kind: Option<String>,
}

fn main() {
    let _ = Policy::patch().kind("a");
    let _ = Policy::patch().clear_kind();
}
