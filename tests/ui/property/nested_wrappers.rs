//! `Option`, `Vec`, `Box` and `Flags` in combinations that OData does not have.
use graph_core::{Expanded, Flags, GraphEntity, GraphEnum};

#[derive(GraphEnum)]
#[graph(flags)]
pub enum Shown {
    A,
    #[graph(other)]
    Other(String),
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub a: Option<Option<String>>,
    pub b: Vec<Vec<i32>>,
    pub c: Vec<u8>,
    pub d: Box<String>,
    pub e: Option<Box<Vec<i32>>>,
    pub f: Flags<Option<Shown>>,
    pub g: Box<str>,
    pub h: Expanded<Vec<i32>>,
    pub i: Box<Expanded<User>>,
}

fn main() {
    let _ = User::patch().a("Ada").b(vec![vec![1]]).c(vec![1]);
}
