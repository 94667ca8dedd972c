//! Entities for tests that together use every feature of declarations.

use graph_core::model::Duration;
use graph_core::*;

graph_ids! { pub ThingId; pub GadgetId; }

/// An entity with one property of every kind.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.thing")]
#[graph_paths(v1, "/things/{thingId}")]
#[graph_paths(beta, "/things/{thingId}", "/things/{thingId}/only", "/things/{thingId}/gadgets/{gadgetId}/only")]
pub struct Thing {
    #[graph(key)]
    pub id: String,
    #[graph(read_only)]
    pub created: DateTimeOffset,
    pub text: Option<String>,
    pub truth: bool,
    pub byte: u8,
    pub short: i16,
    pub int: i32,
    pub long: i64,
    pub single: f32,
    pub double: f64,
    pub day: Date,
    pub clock: TimeOfDay,
    pub span: Duration,
    pub guid: Guid,
    pub bytes: Binary,
    #[graph(not_null)]
    pub beta_only: Option<i32>,
    pub color: Color,
    pub sides: Flags<Side>,
    pub tags: Vec<String>,
    pub place: Option<Place>,
    pub places: Vec<Place>,
    pub shape: AnyShape,
    #[graph(etag)]
    pub etag: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
pub enum Color {
    Red,
    Green,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
#[graph(flags)]
pub enum Side {
    Left,
    Right,
    #[graph(other)]
    Other(String),
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.place")]
pub struct Place {
    pub city: Option<String>,
    pub floor: i32,
    pub inner: Option<Box<Place>>,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.circle", base = "microsoft.graph.shape")]
pub struct Circle {
    pub radius: f64,
}

#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "microsoft.graph.square", base = "microsoft.graph.shape")]
pub struct Square {
    pub side: f64,
}

#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "microsoft.graph.shape")]
pub enum AnyShape {
    Circle(Circle),
    Square(Square),
    #[graph(other)]
    Other(Untyped),
}

/// An entity that shares its path with [`Gear`].
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.lamp", base = "microsoft.graph.gadget")]
#[graph_paths(v1, "/gadgets/{gadgetId}")]
pub struct Lamp {
    #[graph(key)]
    pub id: Guid,
    pub watts: i32,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.gear", base = "microsoft.graph.gadget")]
#[graph_paths(v1, "/gadgets/{otherId}", "/gadgets/first")]
pub struct Gear {
    #[graph(key)]
    pub id: String,
    pub teeth: i32,
}
graph_ids! { pub OtherId; }

/// An entity of an open type. It has no `@odata.type`, and its key is a number.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.bag", tag = "never")]
#[graph_paths(v1, "/bags/{otherId}", "/bag")]
pub struct Bag {
    #[graph(key)]
    pub number: i64,
    pub label: Option<String>,
    #[graph(additional)]
    pub additional: Additional,
}

/// An entity with an expanded collection, a decimal number, an annotation and undeclared properties.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.shelf")]
#[graph_paths(v1, "/shelves/{otherId}", "/shelves/{otherId}/gears/$ref", "/shelves/$count")]
pub struct Shelf {
    #[graph(key)]
    pub id: String,
    pub price: Option<Decimal>,
    pub gears: Option<Expanded<Gear>>,
    #[graph(rename = "@microsoft.graph.downloadUrl")]
    pub download_url: Option<String>,
    #[graph(additional)]
    pub additional: Additional,
}
