//! `le` of a GUID.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client, tenant: graph_core::Guid) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group, tenant).le(tenant)).stream();
    let _ = groups.next().await;
}

fn main() {}
