use graph_core::*;

struct Settings;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
    settings: Settings,
    maybe: Option<Settings>,
    many: Vec<Settings>,
}

fn main() {
    let _ = User::patch().settings(Settings);
}
