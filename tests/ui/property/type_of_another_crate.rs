//! Types of other crates that have the names of types of graph-core.
use graph_core::GraphEntity;
use std::time::Duration;

mod time {
    pub struct Date;
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub session: Duration,
    pub born: Option<time::Date>,
}

fn main() {
    let _ = User::patch().session(Duration::from_secs(1)).clear_born();
}
