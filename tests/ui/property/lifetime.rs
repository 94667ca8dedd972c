//! A borrowed string.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User<'a> {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<&'a str>,
}

fn main() {
    let patch = User::patch().display_name("Ada");
    let _ = serde_json::to_string(&patch);
}
