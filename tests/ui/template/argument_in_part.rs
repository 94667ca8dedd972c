//! A placeholder that is a part of an argument.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/search(q='x{text}')",
    "/users/{id}/rows(count={n}0)",
    "/users/top(count=<n>-<m>)",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let user = UserId::new("ada")?;
    let _ = User::v1().search("x");
    let _ = User::v1().rows(&user, 3);
    let _ = User::v1().top(3);
    Ok(())
}
