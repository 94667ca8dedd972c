//! The same path twice in one version, in one attribute or in two. The same path in both versions is allowed.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}", again = "/users/{userId}")]
#[graph_paths(v1, "/users/{userId}")]
#[graph_paths(beta, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let (user, group) = (UserId::new("ada")?, GroupId::new("admins")?);
    let _ = (User::v1().users(&user), User::v1().again(&user), User::beta().users(&user));
    let _ = (&user, &group);
    Ok(())
}
