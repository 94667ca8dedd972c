//! `Search` in a number.
#[path = "../shop.rs"]
mod shop;

use graph_core::query::Search;
use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups =
        graph.list(Group::v1().groups_collection()).search(Search::property(&property!(Group, member_count), "3")).stream();
    let _ = groups.next().await;
}

fn main() {}
