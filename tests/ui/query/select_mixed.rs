//! `select` with paths of several types.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

// rustc reports the array before it reads the bounds of `select`.
pub async fn mistake(graph: &Client) {
    let mut groups =
        graph.list(Group::v1().groups_collection()).select([property!(Group, id), property!(Group, member_count)]).stream();
    let _ = groups.next().await;
}

fn main() {}
