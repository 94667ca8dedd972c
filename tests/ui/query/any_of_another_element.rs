//! `any` with a condition on another type.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::{Group, User};

pub async fn mistake(graph: &Client) {
    let mut groups =
        graph.list(Group::v1().groups_collection()).filter(property!(Group, licenses).any(property!(User, age).gt(3))).stream();
    let _ = groups.next().await;
}

fn main() {}
