//! `select` and `eventual_consistency` misspelt, under another name, or with a value.
use graph_core::{Client, Error, GraphEntity, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", selct, eventual_consistancy)]
#[graph_paths(v1, "/users/{userId}")]
pub struct Misspelt {
    #[graph(key)]
    pub id: String,
}

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", view, consistency_level = "eventual")]
#[graph_paths(v1, "/users/{userId}")]
pub struct Other {
    #[graph(key)]
    pub id: String,
}

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", select("id", "mail"), eventual_consistency = true)]
#[graph_paths(v1, "/users/{userId}")]
pub struct WithValues {
    #[graph(key)]
    pub id: String,
    pub mail: Option<String>,
}

async fn read(graph: &Client, user: &UserId) -> Result<Option<String>, Error> {
    graph.get(Misspelt::v1().users(user)).await?;
    graph.get(Other::v1().users(user)).await?;
    Ok(graph.get(WithValues::v1().users(user)).await?.body.mail)
}

fn main() {}
