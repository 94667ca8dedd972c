//! `property!` with a dot after the entity.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group.display_name).eq("a")).stream();
    let _ = groups.next().await;
}

fn main() {}
