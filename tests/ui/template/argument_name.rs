//! Arguments whose names are not names, and one without a value.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/search(the-text='{text}')",
    "/users/{id}/rows(count=)",
    "/users/{id}/cells(='{x}')",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let user = UserId::new("ada")?;
    let _ = User::v1().search("x");
    let _ = User::v1().rows(&user);
    let _ = User::v1().cells(&user, "x");
    Ok(())
}
