//! `Search` with the property instead of a reference.
#[path = "../shop.rs"]
mod shop;

use graph_core::query::Search;
use graph_core::{Client, property};
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut groups =
        graph.list(Group::v1().groups_collection()).search(Search::property(property!(Group, display_name), "a")).stream();
    let _ = groups.next().await;
}

fn main() {}
