//! Placeholders inside a segment.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/id-{userId}",
    "/users/{userId}.json",
    "/users/{userId}-{groupId}/a",
    "/users/{userId}{groupId}/b",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let (user, group) = (UserId::new("ada")?, GroupId::new("admins")?);
    let _ = (User::v1().a(&user, &group), User::v1().b(&user, &group));
    let _ = (&user, &group);
    Ok(())
}
