//! A placeholder without an id type: one error, although four templates use it.
//!
//! The error does not name the fix. Tried on stable Rust: the ident at the placeholder (a part of a literal has no span); a module or a trait
//! that resolves the name (a glob import in the block of the expansion comes before the user's items, and one beside them is ambiguous with
//! the user's own); a fallback type (a type alias cannot be conditional); a macro call in the place of the type (rustc names it in a note, but
//! editors and rustdoc show it in each signature). A decoy with a similar name stops rustc from advising to write `User` for the template.
use graph_core::model::Path;
use graph_core::{Client, Error, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub GroupId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}", "/groups/{groupId}/members/{userId}")]
#[graph_paths(beta, "/users/{userId}", "/users/{userId}/boss")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
}

pub async fn rename(graph: Client, path: Path<User>) -> Result<(), Error> {
    graph.patch(path.clone(), User::patch().display_name("Ada")).await?;
    println!("{:?}", graph.get(path).await?.body.display_name);
    let _ = graph.list(User::v1().users_collection());
    Ok(())
}

fn main() {}
