//! A misspelt derive.
use graph_core::{GraphEntity, GraphComplex};

#[derive(GraphComplexType)]
pub struct Settings {
    pub enabled: Option<bool>,
}

#[derive(GraphEntities)]
pub struct User {
    pub id: String,
}

fn main() {}
