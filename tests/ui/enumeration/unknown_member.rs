//! A member that the enum does not have, and one in the service's spelling.
use graph_core::GraphEnum;

#[derive(Clone, Debug, PartialEq, GraphEnum)]
pub enum Kind {
    NotApplicable,
    #[graph(other)]
    Other(String),
}

fn main() {
    let _ = Kind::notApplicable;
    let _ = Kind::Other;
    let _: Kind = "notApplicable";
}
