//! `filter` of one entity instead of a collection.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

// rustc finds `Iterator::filter`. A method `filter` with a bound that is never met would be in the documentation of each request.
pub async fn mistake(graph: &Client, group: &shop::GroupId) {
    let _ = graph.get(Group::v1().groups(group)).filter(property!(Group, member_count).gt(3)).await;
}

fn main() {}
