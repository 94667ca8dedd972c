//! Invalid values of `ids`.
use graph_core::{GraphEntity, graph_paths};

mod keys {
    graph_core::graph_ids! { pub UserId; }
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, ids = "crate::keys", "/users/{userId}")]
#[graph_paths(v1, ids = crate::keys, ids = keys, "/users/{userId}/a")]
#[graph_paths(v1, id = crate::keys, "/users/{userId}/b")]
#[graph_paths(v1, ids, "/users/c")]
#[graph_paths(v1, ids =, "/users/d")]
pub struct User {
    #[graph(key)]
    pub id: String,
}

fn main() -> Result<(), graph_core::model::IdError> {
    let user = keys::UserId::new("ada")?;
    let _ = (User::v1().a(&user), User::v1().b(&user));
    Ok(())
}
