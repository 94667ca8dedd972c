use graph_core::*;

graph_ids! { UserId; }

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}")]
struct User {
    #[graph(kye)]
    id: String,
    #[graph(rename = "")]
    name: Option<String>,
    count: u32,
}

#[derive(GraphComplex)]
struct Limits(i32);

#[derive(GraphEnum)]
enum State {
    On,
}

#[derive(GraphDerived)]
enum AnyLimits {
    Limits(Limits),
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.fine")]
struct Fine {
    #[graph(key)]
    id: String,
    limits: Option<Limits>,
    any: AnyLimits,
    state: State,
}

async fn use_them(graph: Client, user: UserId) -> Result<(), Error> {
    graph.patch(User::v1().users(&user), User::patch().name("x").count(3).clear_name()).await?;
    let read = graph.get(User::v1().users(&user)).await?;
    let _ = UserPatch::diff(&read.body, &read.body).is_empty();
    let _ = Fine::patch().state(State::On);
    Ok(())
}

fn main() {}
