//! `property!` in a generic function.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

fn named<E>() -> graph_core::Filter<E> {
    property!(E, display_name).eq("a")
}

// The name of the field is checked in a constant, and a constant cannot name the type parameters of the function around it. Tried: an unnamed
// constant, `const { … }`, which can; but `cargo check` does not evaluate it, so that `property!(User, etag)` would pass.
pub async fn mistake(graph: &Client) {
    let _ = (graph, named::<Group>());
}

fn main() {}
