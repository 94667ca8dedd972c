//! The version as the first segment of a template.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/v1.0/users/{userId}",
    "/beta/users/{userId}/manager",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let (user, group) = (UserId::new("ada")?, GroupId::new("admins")?);
    let _ = (User::v1().users(&user), User::v1().manager(&user));
    let _ = (&user, &group);
    Ok(())
}
