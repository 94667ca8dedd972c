//! Id types as the items that they become.
graph_core::graph_ids! {
    pub struct UserId;
    pub type GroupId;
    struct DeviceId(String);
}

fn main() {
    let _ = (UserId::new("a"), GroupId::new("b"), DeviceId::new("c"));
}
