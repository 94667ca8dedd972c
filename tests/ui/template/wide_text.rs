//! Characters that are wider or narrower than one column: the underline is still in the right columns.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/設定/{userId}/x y",
    "/größe/{user.id}",
    "/🙂/users/{userId",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let (user, group) = (UserId::new("ada")?, GroupId::new("admins")?);
    let _ = User::patch();
    let _ = (&user, &group);
    Ok(())
}
