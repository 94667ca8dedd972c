//! The key of a creation has the type of the field marked `key`; an entity without a key takes none.
use graph_core::{Client, GraphEntity, Guid, graph_ids, graph_paths};

graph_ids! { pub PolicyId; pub SiteId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.policy")]
#[graph_paths(v1, "/policies/{policyId}")]
pub struct Policy {
    #[graph(key)]
    pub id: Guid,
    pub name: Option<String>,
}

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.site", keyless)]
#[graph_paths(v1, "/sites/{siteId}")]
pub struct Site {
    pub name: Option<String>,
}

fn create(graph: &Client, guid: Guid) {
    let policies = || graph.create(Policy::v1().policies_collection(), Policy::patch().name("a"));
    let _ = policies().key(guid);
    let _ = policies().key("my-policy");
    let _ = policies().key(7);
    let _ = graph.create(Site::v1().sites_collection(), Site::patch()).key("my-site");
}

fn main() {}
