//! A sign other than `=` between a key and its value.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type: "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(rename("azureADUser"))]
    pub display_name: Option<String>,
    #[graph(rename "ipV4Address")]
    pub address: String,
    #[graph(rename => "homeURL")]
    pub home: String,
    #[graph(rename == "officeURL")]
    pub office: String,
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
