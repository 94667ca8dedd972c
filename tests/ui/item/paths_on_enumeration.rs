//! Paths on an enumeration.
use graph_core::{GraphEnum, graph_ids, graph_paths};

graph_ids! { pub KindId; }

#[graph_paths(v1, "/kinds/{kindId}")]
#[derive(GraphEnum)]
pub enum Below {
    Member,
    #[graph(other)]
    Other(String),
}

#[derive(GraphEnum)]
#[graph_paths(v1, "/kinds/{kindId}")]
pub enum Above {
    Member,
    #[graph(other)]
    Other(String),
}

fn main() {
    let kind = KindId::new("a").unwrap();
    let _ = (Below::v1().kinds(&kind), Above::v1().kinds(&kind));
}
