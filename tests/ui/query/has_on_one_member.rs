//! `has` on a property with one member of an enumeration.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::{Group, Visibility};

pub async fn mistake(graph: &Client) {
    let mut groups =
        graph.list(Group::v1().groups_collection()).filter(property!(Group, visibility).has(Visibility::Public)).stream();
    let _ = groups.next().await;
}

fn main() {}
