//! The field with undeclared properties, which is no property.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, properties};
use shop::Group;

// See `etag.rs` for the caret.
pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).select(properties!(Group, id, additional)).stream();
    let _ = groups.next().await;
}

fn main() {}
