//! A member of another enumeration.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::{Group, Risk};

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group, visibility).eq(Risk::Low)).stream();
    let _ = groups.next().await;
}

fn main() {}
