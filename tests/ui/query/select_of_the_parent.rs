//! `select` of the parent's properties in an expansion.
#[path = "../shop.rs"]
mod shop;

use graph_core::query::Expand;
use graph_core::{Client, properties, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph
        .list(Group::v1().groups_collection())
        .expand(Expand::new(property!(Group, members)).select(properties!(Group, id)))
        .stream();
    let _ = groups.next().await;
}

fn main() {}
