use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", schema = "schema/malformed.graph")]
struct User {
    #[graph(key)]
    id: String,
    age: i32,
}

async fn use_user(graph: Client, path: model::Path<User>) -> Result<User, Error> {
    graph.patch(path.clone(), User::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
