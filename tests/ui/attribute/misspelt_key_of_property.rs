//! Misspelt keys of properties, and keys in another case.
use graph_core::{Additional, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(kye)]
    pub id: String,
    #[graph(renmae = "azureADUser")]
    pub azure_ad_user: bool,
    #[graph(readOnly)]
    pub created: i64,
    #[graph(notNull)]
    pub display_name: Option<String>,
    #[graph(aditional)]
    pub rest: Additional,
}

fn main() {
    let patch = User::patch().azure_ad_user(true).display_name("Ada");
    let _ = serde_json::to_string(&patch);
}
