//! Entities without properties; a complex type may have none.
use graph_core::{GraphComplex, GraphEntity};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
pub struct Group {}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings;

fn main() {
    let _ = (User::patch().display_name("Ada"), Group::patch(), Settings::patch());
}
