//! `since` with a text.
#[path = "../shop.rs"]
mod shop;

use graph_core::Client;
use shop::Group;

pub async fn mistake(graph: &Client) {
    let mut changes =
        graph.delta(Group::v1().groups_delta()).since("https://graph.microsoft.com/v1.0/groups/delta?$deltatoken=a").stream();
    let _ = changes.next().await;
}

fn main() {}
