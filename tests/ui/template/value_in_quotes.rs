//! A number and an id for a placeholder in quotes.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/search(q='{text}')",
    by_id = "/users('{id}')",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let user = UserId::new("ada")?;
    let _ = User::v1().search(3);
    let _ = User::v1().by_id(&user);
    Ok(())
}
