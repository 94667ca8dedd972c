//! A text for a GUID.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph
        .list(Group::v1().groups_collection())
        .filter(property!(Group, tenant).eq("c7df2760-2c81-4ef7-b578-5b5392b571df"))
        .stream();
    let _ = groups.next().await;
}

fn main() {}
