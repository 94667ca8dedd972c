//! A text for a placeholder without quotes.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/{id}/view(start={start})",
    "/users/{id}/named(name={name})",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let user = UserId::new("ada")?;
    let _ = User::v1().view(&user, "2026-01-31");
    let _ = User::v1().named(&user, String::from("x"));
    Ok(())
}
