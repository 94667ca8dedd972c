//! Names that are not PascalCase, and a duplicate.
graph_core::graph_ids! {
    pub userId;
    pub group_id;
    pub DeviceId;
    pub DeviceId;
    "tenantId";
    pub 5;
}

fn main() {
    let _ = (UserId::new("a"), GroupId::new("b"), DeviceId::new("c"));
}
