//! The properties of a `Partial` have paths. A field of the entity is not a field of its `Partial`: rustc says so (E0609), and no attribute
//! adds the fix, since the fields are those of any entity.
#[path = "../shop.rs"]
mod shop;
use graph_core::{Client, Error, properties, property};
use shop::{Group, GroupId, User};

async fn mistakes(graph: &Client, group: &GroupId) -> Result<(), Error> {
    let read = graph.get(Group::v1().groups(group)).select(properties!(Group, display_name)).await?.body;
    let _ = read.get("displayName");
    let _ = read.get(&property!(User, display_name));
    let _ = read.get(property!(Group, display_name));
    let _ = read.display_name;
    Ok(())
}

fn main() {}
