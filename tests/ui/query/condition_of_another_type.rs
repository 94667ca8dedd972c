//! A text, a property or a list where `filter`, `and` and `or` take a condition. `&&` is not a method of a condition, so rustc reports both
//! of its sides.
#[path = "../shop.rs"]
mod shop;
use graph_core::{Client, property};
use shop::Group;

fn mistakes(graph: &Client) {
    let groups = || graph.list(Group::v1().groups_collection());
    let named = || property!(Group, display_name).eq("Sales");
    let _ = groups().filter(property!(Group, display_name)).stream();
    let _ = groups().filter(vec![named()]).stream();
    let _ = groups().filter(|group: &Group| group.member_count > 3).stream();
    let _ = named().and("memberCount gt 3");
    let _ = named() && property!(Group, member_count).gt(3);
}

fn main() {}
