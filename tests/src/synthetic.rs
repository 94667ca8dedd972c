//! Sources of synthetic entities, as many and as wide as a measurement needs.

use std::fmt::Write as _;

/// The types of properties, and a value of each in JSON. A date is a text in a crate without a type for it.
const TYPES: [(&str, &str); 6] = [
    ("Option<String>", r#""Contoso standard""#),
    ("bool", "true"),
    ("i32", "42"),
    ("bool", "false"),
    ("Option<DATE>", r#""2016-12-31T23:58:21.6459442Z""#),
    ("Vec<String>", r#"["Contoso","Fabrikam"]"#),
];

/// The type of dates in an entity.
const DATE: &str = "graph_core::DateTimeOffset";

/// Returns the declarations of entities with the names `Entity0`, `Entity1` and so on, each with this number of properties, the key
/// included.
pub fn entities(count: usize, properties: usize) -> String {
    (0..count).map(|n| entity(&format!("Entity{n}"), &fields(properties, DATE))).collect()
}

/// Returns the declaration of an entity with this number of properties, the key included.
pub fn entity_of(name: &str, properties: usize) -> String {
    entity(name, &fields(properties, DATE))
}

/// Returns the declaration of an entity with these fields, an id type and a path.
pub fn entity(name: &str, fields: &str) -> String {
    let camel = name.replacen('E', "e", 1);
    format!(
        "graph_core::graph_ids! {{ pub {name}Id; }}\n\
         #[derive(Clone, Debug, PartialEq, graph_core::GraphEntity)]\n\
         #[graph(odata_type = \"microsoft.graph.{camel}\")]\n\
         #[graph_core::graph_paths(v1, \"/{camel}s/{{{camel}Id}}\")]\n\
         pub struct {name} {{\n    #[graph(key)]\n{fields}}}\n"
    )
}

/// Returns this number of fields, the key included. `date` is the type of dates.
pub fn fields(properties: usize, date: &str) -> String {
    let mut fields = "    pub id: String,\n".to_owned();
    for (n, (rust, _)) in TYPES.iter().cycle().take(properties - 1).enumerate() {
        let _ = writeln!(fields, "    pub property_{n}: {},", rust.replace("DATE", date));
    }
    fields
}

/// Returns a response with a value for each property of [`entity_of`].
pub fn response(name: &str, properties: usize) -> String {
    let mut body = format!(r##"{{"@odata.type":"#microsoft.graph.{}","id":"a1b2""##, name.replacen('E', "e", 1));
    for (n, (_, value)) in TYPES.iter().cycle().take(properties - 1).enumerate() {
        let _ = write!(body, r#","property{n}":{value}"#);
    }
    body + "}"
}
