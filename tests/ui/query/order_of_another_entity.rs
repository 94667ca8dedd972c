//! An order of another entity.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::{Group, User};

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).order_by([property!(User, age).descending()]).stream();
    let _ = groups.next().await;
}

fn main() {}
