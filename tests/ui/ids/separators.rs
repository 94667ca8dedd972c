//! Id types with separators other than `;`.
graph_core::graph_ids! { pub UserId, pub GroupId, }
graph_core::graph_ids! { pub DeviceId pub TenantId }
graph_core::graph_ids! {
    /// The key of a site.
    pub SiteId
    /// The key of a list.
    pub ListId;
}

fn main() {
    let _ = (UserId::new("a"), GroupId::new("b"), DeviceId::new("c"), TenantId::new("d"), SiteId::new("e"), ListId::new("f"));
}
