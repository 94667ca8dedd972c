//! An example id in place of a key.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/acdefc6b-2dc6-4e71-b1e9-6d9810ab1793/manager",
    "/groups/2192ca408ea2410eba3bec8ae873be6b",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let user = UserId::new("ada")?;
    let _ = User::v1().manager(&user);
    Ok(())
}
