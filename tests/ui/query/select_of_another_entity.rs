//! `select` of another entity's properties.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, properties};
use shop::{Group, User};

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).select(properties!(User, id, age)).stream();
    let _ = groups.next().await;
}

fn main() {}
