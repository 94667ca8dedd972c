//! The etag, which is no property.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::User;

// Tried: the caret on the field alone. A constant that panics has the span of the call, which belongs to the macro.
pub async fn mistake(graph: &Client) {
    let mut users = graph.list(User::v1().users_collection()).filter(property!(User, etag).eq("a")).stream();
    let _ = users.next().await;
}

fn main() {}
