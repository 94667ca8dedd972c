//! A member that the enum lacks, and one as the service spells it.
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
