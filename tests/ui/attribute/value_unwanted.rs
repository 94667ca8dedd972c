//! Keys with a value that they do not take.
use graph_core::{Flags, GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key = true)]
    pub id: String,
    #[graph(read_only = "yes")]
    pub created: i64,
    #[graph(not_null())]
    pub display_name: Option<String>,
}

#[derive(GraphEnum)]
#[graph(flags(bits))]
pub enum Shown {
    A,
    #[graph(other = "Other")]
    Other(String),
}

fn main() {
    let _ = User::patch().display_name("Ada");
    let _ = Flags::from(Shown::A);
}
