//! `any` with a closure.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

// Tried: a trait instead of `Filter` as the parameter of `any`. rustc checks the body of the closure first, so that its message stays.
pub async fn mistake(graph: &Client) {
    let mut groups =
        graph.list(Group::v1().groups_collection()).filter(property!(Group, licenses).any(|it| it.sku_id.is_null())).stream();
    let _ = groups.next().await;
}

fn main() {}
