//! Types that are not in scope.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<Strng>,
    pub created: DateTimeOffset,
    pub settings: Vec<DeviceSettings>,
}

fn main() {
    let _ = User::patch().clear_display_name();
}
