//! Part of a generated crate: decodes and encodes every entity once.

use serde::Serialize;
use serde::de::DeserializeOwned;

#[path = "examples.rs"]
mod examples;
pub use examples::{Example, run};

pub fn exercise<E: Serialize + DeserializeOwned>(example: &Example) -> Result<String, String> {
    let entity: E = serde_json::from_str(&example.response).map_err(|error| error.to_string())?;
    serde_json::to_string(&entity).map_err(|error| error.to_string())
}
