//! A navigation property is bound to paths of its own entity type.
use graph_core::{Expanded, GraphDerived, GraphEntity, Untyped, graph_ids, graph_paths};

graph_ids! { pub UserId; pub DeviceId; }

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", base = "microsoft.graph.directoryObject")]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(bind)]
    pub manager: Option<Box<User>>,
    #[graph(bind)]
    pub devices: Option<Expanded<Device>>,
    #[graph(bind)]
    pub owned: Option<Vec<AnyObject>>,
    pub friends: Option<Vec<User>>,
}

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.device")]
#[graph_paths(v1, "/devices/{deviceId}")]
pub struct Device {
    #[graph(key)]
    pub id: String,
}

#[derive(Clone, Debug, GraphDerived)]
#[graph(base = "microsoft.graph.directoryObject")]
pub enum AnyObject {
    User(User),
    #[graph(other)]
    Other(Untyped),
}

fn main() {
    let user = User::v1().users(&UserId::new("u").unwrap());
    let device = Device::v1().devices(&DeviceId::new("d").unwrap());

    let _ = User::patch().bind_manager(&device);
    let _ = User::patch().bind_manager([&user]);
    let _ = User::patch().bind_manager("u");
    let _ = User::patch().bind_devices([&user]);
    let _ = User::patch().bind_devices(&device);
    let _ = User::patch().bind_owned([&user]);
    let _ = User::patch().bind_owned([user.clone().to_base::<AnyObject>()]);
    let _ = User::patch().bind_owned([device.to_base::<AnyObject>()]);
    let _ = User::patch().bind_friends([]);
}
