//! Invalid casts, and casts at the start of a template.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(
    v1,
    "/users/{userId}/microsoft.graph.",
    "/users/{userId}/microsoft..graph.x/a",
    "/users/{userId}/.graph/b",
    "/users/{userId}/microsoft.graph.ios-cert/c",
    "/users/{userId}/#microsoft.graph.user/d",
    "/microsoft.graph.user/{userId}/e",
)]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let (user, group) = (UserId::new("ada")?, GroupId::new("admins")?);
    let _ = (User::v1().x_a(&user), User::v1().graph_b(&user), User::v1().user_d(&user));
    let _ = (&user, &group);
    Ok(())
}
