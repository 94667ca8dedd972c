//! A placeholder without an id type: one error, although four templates use it.
//!
//! The error does not name the fix, `graph_ids!`, because rustc writes it. With the span of the template, and with a span of the macro, rustc
//! advised to write `User` in place of the template: a decoy with a similar name prevents that. The caret cannot be at the placeholder, because
//! a part of a literal has no span on stable Rust. A fallback type is not possible: a glob import in the block of the expansion comes before
//! the user's items, and one beside them is ambiguous with a glob import of the user.
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
