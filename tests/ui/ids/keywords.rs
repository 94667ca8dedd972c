//! Id types declared with a keyword such as `struct`.
graph_core::graph_ids! {
    pub struct UserId;
    pub type GroupId;
    struct DeviceId(String);
}

fn main() {
    let _ = (UserId::new("a"), GroupId::new("b"), DeviceId::new("c"));
}
