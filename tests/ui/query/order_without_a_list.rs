//! An order that is not in a list.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).order_by(property!(Group, display_name).ascending()).stream();
    let _ = groups.next().await;
}

fn main() {}
