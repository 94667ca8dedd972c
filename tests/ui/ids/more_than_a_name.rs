//! Id types with more than a name.
graph_core::graph_ids! {
    pub UserId(String);
    pub GroupId<T>;
    pub DeviceId: String;
    pub TenantId = "tenantId";
    pub SiteId { id: String };
}

fn main() {
    let _ = (UserId::new("a"), GroupId::new("b"), DeviceId::new("c"), TenantId::new("d"), SiteId::new("e"));
}
