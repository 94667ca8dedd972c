use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_typ = "microsoft.graph.user", permission(delegated("User.Read")))]
struct User {
    #[graph(kye)]
    id: String,
    #[graph(reanme = "azureADDeviceId")]
    azure_ad_device_id: String,
    #[graph(colour)]
    shade: String,
}

fn main() {}
