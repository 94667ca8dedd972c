//! `expand` with a list.
#[path = "../shop.rs"]
mod shop;

use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups =
        graph.list(Group::v1().groups_collection()).expand([property!(Group, members), property!(Group, members)]).stream();
    let _ = groups.next().await;
}

fn main() {}
