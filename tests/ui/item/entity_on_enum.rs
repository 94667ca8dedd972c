//! `GraphEntity` on an enum.
use graph_core::GraphEntity;

#[derive(GraphEntity)]
#[graph(flags)]
pub enum User {
    A,
    #[graph(other)]
    Other(String),
}

fn main() {
    let _ = User::patch();
    let _ = serde_json::to_string(&User::A);
}
