//! A property whose setter has the name of a `bind_…` method.
use graph_core::GraphEntity;

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(bind)]
    pub manager: Option<Box<User>>,
    pub bind_manager: bool,
}

fn main() {
    let _ = User::patch().bind_manager(true);
}
