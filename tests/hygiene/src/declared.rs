//! One declaration of each kind: an id, enumerations, a complex type, entities, and an enum of derived types.

use renamed::{
    Additional, Date, DateTimeOffset, Flags, GraphComplex, GraphDerived, GraphEntity, GraphEnum, Untyped, graph_ids, graph_paths,
};

graph_ids! {
    /// The key of an entity.
    pub WholeId;
    pub FirmId;
}

/// The kind of a thing.
#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
#[graph(crate = ::renamed)]
#[non_exhaustive]
pub enum Kind {
    /// The first member.
    One,
    /// The second member.
    TheOther,
    /// Any other member.
    #[graph(other)]
    Unlisted(String),
}

/// The colours of a thing.
#[derive(Clone, Debug, PartialEq, Eq, GraphEnum)]
#[graph(flags, crate = ::renamed)]
#[non_exhaustive]
pub enum Colour {
    /// Any other member.
    #[graph(other)]
    Other(String),
    /// Red.
    Red,
}

/// A complex type that contains itself.
#[derive(Clone, Debug, PartialEq, GraphComplex)]
#[graph(odata_type = "firm.inner", base = "firm.base", crate = ::renamed, tag = "never")]
#[non_exhaustive]
pub struct Inner {
    /// A value of the same complex type.
    pub again: Option<Box<Self>>,
    /// The colours of the value.
    pub colours: Flags<Colour>,
    /// The properties that no other field declares.
    #[graph(additional)]
    pub rest: Additional,
}

/// An entity whose paths are above the derive.
#[graph_paths(v1, "/wholes/{wholeId}")]
#[graph_paths(beta, ids = crate::declared, "/wholes/{wholeId}", of_firm = "/firms/{firmId}/wholes/{wholeId}/microsoft.graph.part")]
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "firm.whole", crate = ::renamed, permissions(delegated("Whole.Read")))]
#[non_exhaustive]
pub struct Whole {
    /// The key of the entity.
    #[graph(key)]
    pub id: String,
    /// The name of the entity.
    pub name: Option<String>,
    /// A date that may be null.
    pub day: Option<Date>,
    /// The time at which the entity was created.
    #[graph(read_only)]
    pub created: DateTimeOffset,
    /// A number that may be absent.
    #[graph(not_null)]
    pub count: Option<i32>,
    /// The kind of the entity.
    pub kind: Kind,
    /// A complex value that may be null.
    pub inner: Option<Inner>,
    /// Values whose types derive from one base type.
    pub parts: Vec<AnyPart>,
    /// The etag of the entity.
    #[graph(etag)]
    pub etag: Option<String>,
}

/// An entity whose paths are below the derive.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "firm.part", base = "firm.base", crate = ::renamed)]
#[graph_paths(v1, "/parts")]
#[non_exhaustive]
pub struct Part {
    /// The key of the entity.
    #[graph(key)]
    pub id: String,
}

/// A value whose type derives from a common base type.
#[derive(Clone, Debug, PartialEq, GraphDerived)]
#[graph(base = "firm.base", crate = ::renamed)]
#[non_exhaustive]
pub enum AnyPart {
    /// A value of the type `Part`.
    Part(Part),
    /// A value of the complex type `Inner`.
    Inner(Box<Inner>),
    /// A value of a type that no other variant lists.
    #[graph(other)]
    Other(Untyped),
}
