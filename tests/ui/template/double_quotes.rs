//! Double quotes around an argument.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/search(q=\"{text}\")",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let _ = UserId::new("ada")?;
    let _ = User::v1().search("x");
    Ok(())
}
