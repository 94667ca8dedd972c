use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
struct User {
    #[graph(key)]
    id: String,
    count: u32,
    total: Option<u64>,
    letter: char,
    name: &'static str,
    seen: std::time::SystemTime,
    map: std::collections::HashMap<String, String>,
    bytes: Vec<u8>,
    pair: (i32, i32),
    fixed: [i32; 3],
    twice: Option<Option<String>>,
    nested: Vec<Vec<i32>>,
}

fn main() {}
