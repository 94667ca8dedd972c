//! `list_from` with the link of a delta.
#[path = "../shop.rs"]
mod shop;

use graph_core::Client;
use shop::Group;

pub async fn mistake(graph: &Client, link: graph_core::client::DeltaLink<Group>) {
    let mut groups = graph.list_from(link).stream();
    let _ = groups.next().await;
}

fn main() {}
