//! The directions of an order are whole words.
#[path = "../shop.rs"]
mod shop;
use graph_core::{Client, property};
use shop::Group;

fn mistakes(graph: &Client) {
    let groups = || graph.list(Group::v1().groups_collection());
    let _ = groups().order_by([property!(Group, display_name).desc()]).stream();
    let _ = groups().order_by([property!(Group, display_name).asc()]).stream();
}

fn main() {}
