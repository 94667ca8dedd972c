//! `since` with the link of a page.
#[path = "../shop.rs"]
mod shop;

use graph_core::Client;
use shop::Group;

pub async fn mistake(graph: &Client, link: graph_core::client::PageLink<Group>) {
    let mut changes = graph.delta(Group::v1().groups_delta()).since(link).stream();
    let _ = changes.next().await;
}

fn main() {}
