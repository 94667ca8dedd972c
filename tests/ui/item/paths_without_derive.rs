//! Paths on a struct without a derive of graph-core: one error, not one per attribute.
use graph_core::{graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(Clone, Debug)]
pub struct Derived;

#[graph_paths(v1, "/users/{userId}")]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(rename = "azureADUser")]
    pub display_name: Option<String>,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let _ = User::v1().users(&UserId::new("ada")?);
    Ok(())
}
