//! Templates that contain the host, with and without the version or a scheme.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "https://graph.microsoft.com/v1.0/users/{userId}",
    "https://graph.microsoft.us/users/{userId}/manager",
    "graph.microsoft.com/beta/users/{userId}/friend",
    host_alone = "https://graph.microsoft.com",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let (user, group) = (UserId::new("ada")?, GroupId::new("admins")?);
    let _ = (User::v1().users(&user), User::v1().manager(&user), User::v1().friend(&user));
    let _ = (&user, &group);
    Ok(())
}
