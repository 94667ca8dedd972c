//! Part of a generated crate: decodes, patches and encodes every entity once.

use graph_core::model::Structured;
use serde::de::DeserializeOwned;
use serde::Serialize;

#[path = "examples.rs"]
mod examples;
pub use examples::{Example, run};

pub fn exercise<E>(example: &Example, patch: fn(&E) -> E::Patch) -> Result<String, String>
where
    E: Structured + Serialize + DeserializeOwned,
{
    let mut entity: E = serde_json::from_str(&example.response).map_err(|error| error.to_string())?;
    let patch = patch(&entity);
    patch.apply(&mut entity).map_err(|error| error.to_string())?;
    let body = serde_json::to_string(&*patch).map_err(|error| error.to_string())?;
    let encoded = serde_json::to_string(&entity).map_err(|error| error.to_string())?;
    Ok(body + &encoded)
}
