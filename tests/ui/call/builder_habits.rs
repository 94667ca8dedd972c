//! Calls in the style of other libraries' builders.
use graph_core::{graph_ids, graph_paths, GraphEntity};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub age: Option<i32>,
}

fn main() {
    let user = UserId::new("ada").unwrap();
    let _ = User::users(&user);
    let _ = User::v1.users(&user);
    let _ = User::V1().users(&user);
    let _ = User::patch().with_age(36);
    let _ = User::patch().set_age(36);
    let _ = User::patch().age = 36;
    let _ = User::patch().age(None);
    let _ = User::patch().age(36).build();
    let _ = UserPatch { age: 36 };
    let _ = User::patch().remove_age();
}
