//! Declarations without a valid name of an id type.
use graph_core::graph_ids;

graph_ids! {
    pub r#type;
    pub __;
    pub ;
    pub Self;
    pub enum DeviceId;
    const SiteId;
    pub crate::ListId;
}

fn main() {}
