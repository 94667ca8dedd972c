//! `property!` and `properties!` without the entity.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, properties, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(display_name).eq("a")).stream();
    let _ = groups.next().await;
    let mut groups = graph.list(Group::v1().groups_collection()).select(properties!(display_name)).stream();
    let _ = groups.next().await;
}

fn main() {}
