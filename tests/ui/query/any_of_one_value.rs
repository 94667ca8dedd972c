//! `any` on a single value.
#[path = "../shop.rs"]
mod shop;

use graph_core::query::element;
use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups =
        graph.list(Group::v1().groups_collection()).filter(property!(Group, display_name).any(element().eq("a"))).stream();
    let _ = groups.next().await;
}

fn main() {}
