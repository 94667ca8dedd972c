//! `property!` of an enum of subtypes.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::{Group, Owner};

pub async fn mistake(graph: &Client) {
    let mut groups = graph
        .list(Group::v1().groups_collection())
        .filter(property!(Group, owners).any(property!(Owner, display_name).eq("a")))
        .stream();
    let _ = groups.next().await;
}

fn main() {}
