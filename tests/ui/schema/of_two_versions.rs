use graph_core::*;

#[derive(GraphEntity)]
#[graph(
    odata_type = "microsoft.graph.deviceConfigurationUserOverview",
    schema("schema/v1.0.graph", "schema/beta.graph")
)]
struct UserOverview {
    #[graph(key)]
    id: String,
    pending_count: i32,
    conflict_count: i32,
}

async fn use_user_overview(graph: Client, path: model::Path<UserOverview>) -> Result<UserOverview, Error> {
    graph.patch(path.clone(), UserOverview::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
