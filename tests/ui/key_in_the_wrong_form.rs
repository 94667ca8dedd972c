use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type("microsoft.graph.user"), permissions = "User.Read", tag = never)]
struct User {
    #[graph(key = "id")]
    id: String,
    #[graph(rename = azureADDeviceId)]
    azure_ad_device_id: String,
    #[graph(rename)]
    other: String,
    #[graph]
    bare: String,
    #[graph = "name"]
    assigned: String,
    #[graph("name")]
    quoted: String,
}

fn main() {}
