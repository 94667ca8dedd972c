//! Paths from which no constructor name can be derived.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/$batch/{userId}", "/users/{userId}/365", "/-/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let (user, group) = (UserId::new("ada")?, GroupId::new("admins")?);
    let _ = User::v1().batch(&user);
    let _ = (&user, &group);
    Ok(())
}
