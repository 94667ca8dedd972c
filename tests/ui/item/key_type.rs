//! Types that cannot be keys.
use graph_core::{Flags, GraphComplex, GraphEntity, GraphEnum};

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.a")]
pub struct Nullable {
    #[graph(key)]
    pub id: Option<String>,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.b")]
pub struct Several {
    #[graph(key)]
    pub ids: Vec<String>,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.c")]
pub struct Fraction {
    #[graph(key)]
    pub id: f64,
}

#[derive(GraphComplex)]
#[graph(odata_type = "microsoft.graph.settings")]
pub struct Settings {
    pub enabled: bool,
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.d")]
pub struct Structured {
    #[graph(key)]
    pub id: Settings,
}

#[derive(GraphEnum)]
#[graph(flags)]
pub enum Shown {
    A,
    #[graph(other)]
    Other(String),
}

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.e")]
pub struct Set {
    #[graph(key)]
    pub shown: Flags<Shown>,
}

pub async fn use_nullable(graph: graph_core::Client, path: graph_core::model::Path<Nullable>) -> Result<Nullable, graph_core::Error> {
    graph.patch(path.clone(), Nullable::patch()).await?;
    Ok(graph.get(path).await?.body)
}

pub async fn use_several(graph: graph_core::Client, path: graph_core::model::Path<Several>) -> Result<Several, graph_core::Error> {
    graph.patch(path.clone(), Several::patch()).await?;
    Ok(graph.get(path).await?.body)
}

pub async fn use_fraction(graph: graph_core::Client, path: graph_core::model::Path<Fraction>) -> Result<Fraction, graph_core::Error> {
    graph.patch(path.clone(), Fraction::patch()).await?;
    Ok(graph.get(path).await?.body)
}

pub fn use_settings(text: &str) -> Option<Settings> {
    let _ = serde_json::to_string(&Settings::patch());
    serde_json::from_str(text).ok()
}

pub async fn use_structured(graph: graph_core::Client, path: graph_core::model::Path<Structured>) -> Result<Structured, graph_core::Error> {
    graph.patch(path.clone(), Structured::patch()).await?;
    Ok(graph.get(path).await?.body)
}

pub fn use_shown(value: &Shown) -> Option<String> {
    serde_json::to_string(value).ok()
}

pub async fn use_set(graph: graph_core::Client, path: graph_core::model::Path<Set>) -> Result<Set, graph_core::Error> {
    graph.patch(path.clone(), Set::patch()).await?;
    Ok(graph.get(path).await?.body)
}

fn main() {}
