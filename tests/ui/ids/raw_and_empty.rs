//! Names that give no id type.
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
