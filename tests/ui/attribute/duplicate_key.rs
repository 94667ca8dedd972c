//! The same key twice, in one attribute or in two.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", tag = "never", odata_type = "microsoft.graph.person")]
#[graph(tag = "always")]
#[graph(permissions(delegated("User.Read"), delegated("User.ReadWrite")))]
pub struct User {
    #[graph(key, key)]
    pub id: String,
    #[graph(rename = "azureADUser")]
    #[graph(rename = "azureUser")]
    pub display_name: Option<String>,
}

#[derive(GraphEnum)]
#[graph(flags, flags)]
pub enum Shown {
    A,
    #[graph(other, other)]
    Other(String),
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
}
