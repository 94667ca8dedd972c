//! A struct without a derive: one error at its name, and no errors where the property is used.
use graph_core::GraphEntity;

pub struct Settings {
    pub enabled: bool,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub settings: Settings,
    pub spare: Option<Settings>,
    pub older: Vec<Settings>,
    pub boxed: Option<Box<Settings>>,
}

fn main() {
    let patch = User::patch().settings(Settings { enabled: true }).spare(Settings { enabled: true }).clear_spare();
    let patch = patch.older(vec![Settings { enabled: false }]).boxed(Settings { enabled: false });
    let _ = serde_json::to_string(&patch);
    let _: Result<User, _> = serde_json::from_str("{}");
}
