//! One value for `one_of`.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups = graph.list(Group::v1().groups_collection()).filter(property!(Group, member_count).one_of(1)).stream();
    let _ = groups.next().await;
}

fn main() {}
