//! Generic entities of every kind, used as if they were valid.
use graph_core::{GraphComplex, GraphEntity, graph_paths};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/me")]
pub struct User<T> {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    pub extra: T,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings<const N: usize> {
    pub enabled: bool,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.address")]
pub struct Address<'a, T = String>
where
    T: Clone,
{
    pub city: Option<String>,
    pub street: Option<T>,
    pub owner: Option<&'a str>,
}

fn main() {
    let patch = User::<String>::patch().display_name("Ada").clear_display_name();
    let _ = serde_json::to_string(&patch);
    let _ = User::<String>::v1().me();
    let _ = Settings::<4>::patch().enabled(true);
    let _ = Address::<'static, String>::patch().city("Paris");
    let _: Result<User<bool>, _> = serde_json::from_str("{}");
}
