//! Placeholders in the syntax of other libraries and pages.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/:userId",
    "/users/<userId>/a",
    "/users/[userId]/b",
    "/users/(user-id)/c",
    "/users/$userId/d",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let (user, group) = (UserId::new("ada")?, GroupId::new("admins")?);
    let _ = (User::v1().users(&user), User::v1().a(&user), User::v1().b(&user), User::v1().c(&user), User::v1().d(&user));
    let _ = (&user, &group);
    Ok(())
}
