//! `select` and `eventual_consistency` on something other than an entity.
use graph_core::{Client, Error, GraphAction, GraphComplex, GraphDerived, GraphEntity, Untyped, graph_ids, graph_paths};

graph_ids! { pub UserId; }

#[derive(Clone, Debug, GraphComplex)]
#[graph(odata_type = "microsoft.graph.place", select)]
pub struct Place {
    pub city: Option<String>,
}

#[derive(Clone, Debug, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{userId}")]
pub struct User {
    #[graph(key)]
    pub id: String,
    #[graph(select)]
    pub place: Option<Place>,
}

#[derive(Clone, Debug, GraphDerived)]
#[graph(base = "microsoft.graph.place", eventual_consistency)]
pub enum AnyPlace {
    #[graph(other)]
    Other(Untyped),
}

#[derive(Clone, Debug, GraphAction)]
#[graph(select)]
#[graph_paths(v1, "/users/{userId}/revokeSignInSessions")]
pub struct Revoke;

async fn city(graph: &Client, user: &UserId) -> Result<Option<String>, Error> {
    graph.call(Revoke::v1().revoke_sign_in_sessions(user), Revoke).await?;
    let user = graph.get(User::v1().users(user)).await?.body;
    graph.patch(User::v1().users(&UserId::new("a").unwrap()), User::patch().place(Place::patch().city("Paris"))).await?;
    Ok(user.place.and_then(|place| place.city))
}

fn main() {}
