//! Unknown versions.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v2, "/users/{userId}")]
#[graph_paths(betta, "/users/{userId}/manager")]
#[graph_paths(preview, "/users/{userId}/friend")]
#[graph_paths(production, "/users/{userId}/boss")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let (user, group) = (UserId::new("ada")?, GroupId::new("admins")?);
    let _ = (User::v1().users(&user), User::beta().manager(&user), User::beta().friend(&user));
    let _ = (&user, &group);
    Ok(())
}
