//! `bind` is for navigation properties of entities.
use graph_core::{GraphComplex, GraphEntity};

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key, bind)]
    pub id: String,
    #[graph(bind)]
    pub display_name: Option<String>,
    #[graph(bnd)]
    pub manager: Option<Box<User>>,
}

#[derive(Clone, Debug, GraphComplex)]
#[graph(odata_type = "microsoft.graph.place")]
pub struct Place {
    #[graph(bind)]
    pub owner: Option<User>,
}

fn main() {
    let _ = User::patch().bind_display_name("Ada");
}
