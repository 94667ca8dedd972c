use graph_core::*;

#[derive(GraphEnum)]
enum State {
    On,
    #[graph(other)]
    Other(String),
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.limits")]
struct Limits {
    count: i32,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
    count: i32,
    state: State,
    limits: Option<Limits>,
    seen: DateTimeOffset,
}

fn main() {
    let _ = User::patch().count("12");
    let _ = User::patch().state("on");
    let _ = User::patch().limits(12);
    let _ = User::patch().seen("2016-12-31T23:58:21Z");
}
