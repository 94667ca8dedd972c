//! The declarations that the cases in `call` share.
use graph_core::{Date, GraphComplex, GraphEntity, GraphEnum, graph_ids, graph_paths};

graph_ids! { pub UserId; pub GroupId; }

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.address")]
pub struct Address {
    pub city: Option<String>,
}

#[derive(GraphEnum)]
pub enum Kind {
    Member,
    #[graph(other)]
    Other(String),
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}", "/groups/{groupId}/members/{userId}")]
#[graph_paths(beta, "/users/{userId}", "/users/{userId}/profile")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    pub office: String,
    pub age: i32,
    pub address: Option<Address>,
    pub kind: Option<Kind>,
    pub tags: Vec<String>,
    pub born: Option<Date>,
    #[graph(read_only)]
    pub created: i64,
    #[graph(not_null)]
    pub logins: Option<i32>,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
#[graph_paths(beta, "/groups/{groupId}")]
pub struct Group {
    #[graph(key)]
    pub id: String,
    pub mail: Option<String>,
}
