//! Versions that are not one word.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths("v1.0", "/users/{userId}")]
#[graph_paths(v1.0, "/users/{userId}/manager")]
#[graph_paths("beta", "/users/{userId}")]
#[graph_paths(1.0, "/users/{userId}/friend")]
#[graph_paths(graph_core::model::ApiVersion::Beta, "/users/{userId}/boss")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let (user, group) = (UserId::new("ada")?, GroupId::new("admins")?);
    let _ = (User::v1().users(&user), User::v1().manager(&user), User::beta().users(&user), User::beta().boss(&user));
    let _ = (&user, &group);
    Ok(())
}
