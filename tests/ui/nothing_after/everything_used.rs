//! Invalid declarations of every kind, used in every way: only the mistakes are reported.
use graph_core::{Client, Error, GraphComplex, GraphDerived, GraphEntity, GraphEnum, Partial, Untyped, graph_ids, graph_paths};
use graph_core::model::Structured;

graph_ids! { pub UserId, }

#[derive(Clone, Debug, PartialEq, GraphEnum)]
pub enum Kind {
    #[graph(rename = 5)]
    Member,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "address")]
pub struct Address {
    pub city: Option<String>,
}

#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "microsoft.graph.address", base = "microsoft.graph.address")]
pub enum AnyAddress {
    Address(Address),
    #[graph(other)]
    Other(Untyped),
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user", tags = "never")]
#[graph_paths(v1, "/users/{userId}/")]
#[graph_paths(beta, "/users/{userId}?x")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    pub age: u16,
    pub kind: Option<Kind>,
    pub address: Option<Address>,
    pub others: Vec<AnyAddress>,
}

fn generic<T: Structured + serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> Option<String> {
    serde_json::to_string(value).ok()
}

pub async fn requests(graph: Client, user: UserId) -> Result<(), Error> {
    let patch = User::patch().age(36).display_name("Ada").clear_display_name().kind(Kind::Member);
    let patch = patch.address(Address::patch().city("Paris")).others(vec![AnyAddress::Address(Address { city: None })]);
    let _ = graph.patch(User::v1().users(&user), patch.clone()).if_match("x").await?;
    let answer = graph.get(User::beta().users(&user)).await?.body;
    let _ = UserPatch::diff(&answer, &answer) == patch;
    let _ = (generic(&answer), format!("{patch:?}"), patch.is_empty());
    let partial: &Partial<User> = &patch;
    let _ = partial.properties().count();
    Ok(())
}

fn main() {}
