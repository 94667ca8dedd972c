//! Signs other than a comma between the version and the first template.
use graph_core::{GraphEntity, graph_ids};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_core::graph_paths(v1: "/users/{userId}")]
#[graph_core::graph_paths(v1 "/users/{userId}/a")]
#[graph_core::graph_paths(v1 = "/users/{userId}/b")]
#[graph_core::graph_paths(beta("/users/{userId}", "/users/{userId}/a"))]
pub struct User {
    #[graph(key)]
    pub id: String,
}

fn main() {
    let user = UserId::new("ada").unwrap();
    let _ = (User::v1().users(&user), User::v1().a(&user), User::v1().b(&user), User::beta().a(&user));
}
