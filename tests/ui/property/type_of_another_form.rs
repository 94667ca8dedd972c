//! Types that are not written as paths.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub a: &'static str,
    pub b: (i32, i32),
    pub c: [u8; 16],
    pub d: fn(i32) -> i32,
    pub e: *const i32,
    pub f: Box<dyn Send>,
    pub g: Option<&'static [i32]>,
}

fn main() {
    let _ = User::patch().a("Ada").b((1, 2));
}
