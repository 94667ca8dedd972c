//! Types that Graph does not have: each error suggests a replacement.
use graph_core::GraphEntity;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::SystemTime;

pub struct Uuid(u128);
pub struct NaiveDate;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub a: u32,
    pub b: Option<u64>,
    pub c: Vec<usize>,
    pub d: i8,
    pub e: char,
    pub f: SystemTime,
    pub g: Uuid,
    pub h: HashMap<String, String>,
    pub i: HashSet<String>,
    pub j: Arc<String>,
    pub k: Option<NaiveDate>,
    pub l: Result<String, String>,
    pub m: std::borrow::Cow<'static, str>,
}

fn main() {
    let patch = User::patch().a(36).b(5).clear_b().e('x').c(vec![1]);
    let _ = serde_json::to_string(&patch);
}
