//! `GraphEntity` on a tuple struct.
use graph_core::{GraphComplex, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User(String, Option<String>);

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings(#[graph(read_only)] bool);

fn main() {
    let _ = (User::patch(), Settings::patch());
}
