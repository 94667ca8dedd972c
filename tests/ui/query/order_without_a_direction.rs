//! An order without a direction.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).order_by([property!(Group, display_name)]).stream();
    let _ = groups.next().await;
}

fn main() {}
