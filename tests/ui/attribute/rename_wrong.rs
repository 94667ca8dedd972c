//! Invalid property names.
use graph_core::{GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(rename = "")]
    pub display_name: Option<String>,
    #[graph(rename = "display-name")]
    pub a: i32,
    #[graph(rename = "settings/enabled")]
    pub b: i32,
    #[graph(rename = "@odata.etag")]
    pub c: Option<String>,
    #[graph(rename = "@odata.type")]
    pub d: String,
    #[graph(rename = "photo@odata.mediaReadLink")]
    pub e: String,
    #[graph(rename = "@removed")]
    pub f: Option<bool>,
    #[graph(rename = "@microsoft.graph.download-url")]
    pub g: Option<String>,
    #[graph(rename = "photo/name@odata.type")]
    pub h: Option<String>,
    #[graph(rename = "@microsoft.graph.downloadUrl")]
    pub i: Option<String>,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
pub struct Group {
    #[graph(key, rename = "@odata.id")]
    pub id: String,
}

#[derive(GraphEnum)]
pub enum Kind {
    #[graph(rename = "")]
    A,
    #[graph(rename = "not applicable")]
    B,
    #[graph(rename = "c,d")]
    C,
    #[graph(other)]
    Other(String),
}

fn main() {
    let patch = User::patch().display_name("Ada").clear_display_name();
    let _ = Group::patch();
    let _ = serde_json::to_string(&patch);
}
