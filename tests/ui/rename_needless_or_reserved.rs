use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
    #[graph(rename = "displayName")]
    display_name: String,
    #[graph(rename = "@odata.etag")]
    etag: String,
    #[graph(rename = "@odata.type")]
    tag: String,
    #[graph(rename = "")]
    nothing: String,
    #[graph(rename = "two words")]
    words: String,
}

fn main() {}
