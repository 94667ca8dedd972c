use graph_core::*;

graph_ids! { UserId; }

#[derive(Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}")]
struct User {
    #[graph(key)]
    id: String,
}

#[derive(Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
struct Group {
    #[graph(key)]
    id: String,
    name: String,
}

async fn send(graph: Client, user: UserId) {
    let _ = graph.patch(User::v1().users(&user), Group::patch().name("x")).await;
}

fn main() {}
