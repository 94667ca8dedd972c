//! The declarations that the cases in `query` share.
use graph_core::{
    Additional, DateTimeOffset, Expanded, Flags, GraphComplex, GraphDerived, GraphEntity, GraphEnum, Guid, Untyped, graph_ids,
    graph_paths,
};

graph_ids! { pub GroupId; pub UserId; }

#[derive(Clone, Debug, GraphComplex)]
#[graph(odata_type = "microsoft.graph.physicalAddress")]
pub struct Address {
    pub city: Option<String>,
}

#[derive(Clone, Debug, GraphComplex)]
#[graph(odata_type = "microsoft.graph.assignedLicense")]
pub struct License {
    pub sku_id: Option<Guid>,
}

#[derive(Clone, Debug, GraphEnum)]
pub enum Visibility {
    Public,
    Private,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, GraphEnum)]
pub enum Risk {
    Low,
    High,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, GraphEnum)]
#[graph(flags)]
pub enum Role {
    Reader,
    Writer,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", base = "microsoft.graph.directoryObject")]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    pub age: i32,
    pub born: Option<DateTimeOffset>,
    pub address: Option<Address>,
    pub manager: Option<Box<User>>,
    pub mails: Vec<String>,
    #[graph(etag)]
    pub etag: Option<String>,
}

#[derive(Clone, Debug, GraphDerived)]
#[graph(base = "microsoft.graph.directoryObject")]
pub enum Owner {
    User(User),
    #[graph(other)]
    Other(Untyped),
}

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
#[graph_paths(v1, "/groups/{groupId}", "/groups/delta()")]
pub struct Group {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    pub tenant: Guid,
    pub member_count: i32,
    pub is_archived: Option<bool>,
    pub created: DateTimeOffset,
    pub visibility: Option<Visibility>,
    pub roles: Flags<Role>,
    pub address: Option<Address>,
    pub licenses: Vec<License>,
    pub tags: Vec<String>,
    pub owner: Option<Owner>,
    pub members: Option<Expanded<User>>,
    pub owners: Option<Expanded<Owner>>,
    #[graph(additional)]
    pub additional: Additional,
}
