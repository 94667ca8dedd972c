//! Six mistakes in one declaration: six errors in one run, and no follow-up errors.
use graph_core::{GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(GraphEntity)]
#[graph(odata_tipe = "microsoft.graph.user", tag = "sometimes")]
#[graph_paths(v1, "/users/{userId}/", "users/{userId}/manager")]
pub struct User {
    pub id: String,
    pub age: u32,
    #[graph(raed_only)]
    pub display_name: Option<Option<String>>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let id = UserId::new("ada")?;
    let patch = User::patch().age(36).display_name("Ada").clear_display_name();
    let user: User = serde_json::from_str(&serde_json::to_string(&patch)?)?;
    let _ = UserPatch::diff(&user, &user);
    let _ = (User::v1().users(&id), User::v1().manager(&id));
    Ok(())
}
