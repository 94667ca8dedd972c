//! Reads a service's `$metadata`: OData CSDL in XML, versions 4.0 and 4.01.
//!
//! The reader skips everything that the checks of paths and declarations do not need: capabilities and other annotations.

use std::collections::HashMap;

use roxmltree::{Document, Node};

use crate::build::{Builder, SchemaProblem, SchemaReadError, Wants, check_name};
use crate::model::{
    Access, EnumerationType, Kind, Member, Navigation, Primitive, Property, Root, Schema, StructuredType, Type, Via,
};

mod operation;

use operation::alternate_keys;

const CORE: &str = "Org.OData.Core.V1.";
const DESCRIPTION: &str = "Org.OData.Core.V1.Description";

/// Entity types that have a documented `$value`, although Graph's v1.0 `$metadata` declares them without `HasStream`. The `$value` of a
/// message is its MIME content ([Get MIME content](https://learn.microsoft.com/graph/outlook-get-mime-message)).
const UNDECLARED_STREAMS: [&str; 1] = ["microsoft.graph.message"];

/// Reads a schema from the XML text of a `$metadata` document.
///
/// # Errors
///
/// Fails if the XML is not well-formed or is not CSDL, if a type is declared twice, or if the document refers to a missing type.
///
/// ```
/// let schema = graph_schema::csdl::read_csdl(
///     r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
///       <Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
///         <EntityType Name="user"><Property Name="displayName" Type="Edm.String"/></EntityType>
///       </Schema>
///     </edmx:DataServices></edmx:Edmx>"#,
/// )?;
/// assert!(schema.property("microsoft.graph.user", "displayName").is_some_and(|property| property.nullable));
/// # Ok::<(), graph_schema::SchemaReadError>(())
/// ```
pub fn read_csdl(xml: &str) -> Result<Schema, SchemaReadError> {
    let xml = xml.strip_prefix('\u{feff}').unwrap_or(xml);
    let document = Document::parse(xml)
        .map_err(|error| SchemaReadError::new(error.pos().row as usize, SchemaProblem::Xml(error.to_string())))?;
    read(&document).map_err(|error| {
        // Until here, an error holds a byte offset in place of a line number: counting lines for every element would be slow.
        let lines = xml.bytes().take(error.line()).filter(|byte| *byte == b'\n').count();
        SchemaReadError::new(lines + 1, error.problem().clone())
    })
}

fn read(document: &Document<'_>) -> Result<Schema, SchemaReadError> {
    let root = document.root_element();
    if root.tag_name().name() != "Edmx" {
        return Err(SchemaReadError::new(root.range().start, SchemaProblem::NotCsdl));
    }
    let schemas: Vec<_> = children(root, "DataServices").flat_map(|services| children(services, "Schema")).collect();
    let mut reader = Reader::default();
    for include in root.descendants().filter(|node| node.tag_name().name() == "Include") {
        reader.alias(include)?;
    }
    for &schema in &schemas {
        reader.alias(schema)?;
    }
    for &schema in &schemas {
        let namespace = required(schema, "Namespace")?;
        for definition in children(schema, "TypeDefinition") {
            let name = format!("{namespace}.{}", required(definition, "Name")?);
            reader.definitions.insert(name, required(definition, "UnderlyingType")?.to_owned());
        }
    }
    for &schema in &schemas {
        reader.schema(schema)?;
    }
    for &schema in &schemas {
        reader.operations(schema)?;
        reader.annotations(schema)?;
    }
    // Drops the aliases of namespaces that this document does not declare, such as those of vocabularies: paths cannot use them.
    let Builder { schema: Schema { aliases, .. }, .. } = &mut reader.builder;
    aliases.retain(|_, namespace| schemas.iter().any(|schema| schema.attribute("Namespace") == Some(namespace)));
    reader.builder.finish()
}

#[derive(Default)]
struct Reader {
    builder: Builder,
    /// The underlying type of each `TypeDefinition`, by the definition's qualified name.
    definitions: HashMap<String, String>,
    /// The index of each enumeration member, by the enumeration's qualified name and the member's name. It is used to read `Annotations`
    /// elements, which are outside the enumeration's element and list its members in any order.
    members: HashMap<String, HashMap<String, usize>>,
}

impl Reader {
    fn alias(&mut self, node: Node<'_, '_>) -> Result<(), SchemaReadError> {
        let namespace = required(node, "Namespace")?.to_owned();
        if let Some(alias) = node.attribute("Alias") {
            self.builder.add_alias(at(node), alias, &namespace)?;
        }
        check_name(at(node), &namespace)?;
        if node.tag_name().name() == "Schema" && self.builder.schema.namespace.is_empty() {
            self.builder.schema.namespace = namespace;
        }
        Ok(())
    }

    fn qualify(&self, name: &str) -> String {
        self.builder.schema.qualify(name)
    }

    fn schema(&mut self, schema: Node<'_, '_>) -> Result<(), SchemaReadError> {
        let namespace = required(schema, "Namespace")?;
        for node in schema.children() {
            match node.tag_name().name() {
                "EntityType" => self.structured(namespace, node, Kind::Entity)?,
                "ComplexType" => self.structured(namespace, node, Kind::Complex)?,
                "EnumType" => self.enumeration(namespace, node)?,
                "EntityContainer" => {
                    for node in node.children() {
                        self.import(node)?;
                        let (attribute, collection) = match node.tag_name().name() {
                            "EntitySet" => ("EntityType", true),
                            "Singleton" => ("Type", false),
                            _ => continue,
                        };
                        let root = Root { target: self.qualify(required(node, attribute)?), collection };
                        self.builder.add_root(at(node), required(node, "Name")?, root)?;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn structured(&mut self, namespace: &str, node: Node<'_, '_>, kind: Kind) -> Result<(), SchemaReadError> {
        let name = format!("{namespace}.{}", required(node, "Name")?);
        let mut ty = StructuredType::new(kind);
        ty.base = node.attribute("BaseType").map(|base| self.qualify(base));
        ty.is_abstract = is_true(node, "Abstract");
        ty.open = is_true(node, "OpenType");
        ty.has_stream = is_true(node, "HasStream") || UNDECLARED_STREAMS.contains(&name.as_str());
        ty.doc = description(node, self);
        for key in children(node, "Key").flat_map(|key| children(key, "PropertyRef")) {
            ty.key.push(required(key, "Name")?.to_owned());
        }
        ty.alternate_keys = alternate_keys(node, self);
        for node in node.children() {
            let fresh = match node.tag_name().name() {
                "Property" => {
                    let (name, property) = (required(node, "Name")?, self.property(node)?);
                    !ty.navigation.contains_key(name) && ty.properties.insert(name.to_owned(), property).is_none()
                }
                "NavigationProperty" => {
                    let (target, collection) = self.reference(node)?;
                    let navigation = Navigation { target, collection, via: Via::Property };
                    navigation.target.starts_with("Edm.") || self.navigation(node, &mut ty, navigation)?
                }
                _ => true,
            };
            if !fresh {
                return Err(SchemaReadError::new(at(node), SchemaProblem::Duplicate(required(node, "Name")?.to_owned())));
            }
        }
        self.builder.add_type(at(node), &name, ty)
    }

    fn navigation(
        &mut self,
        node: Node<'_, '_>,
        ty: &mut StructuredType,
        navigation: Navigation,
    ) -> Result<bool, SchemaReadError> {
        self.builder.refer(at(node), &navigation.target, Wants::Structured);
        let name = required(node, "Name")?;
        Ok(!ty.properties.contains_key(name) && ty.navigation.insert(name.to_owned(), navigation).is_none())
    }

    fn property(&mut self, node: Node<'_, '_>) -> Result<Property, SchemaReadError> {
        let (mut name, collection) = self.reference(node)?;
        if let Some(underlying) = self.definitions.get(&name) {
            name = underlying.clone();
        }
        let ty = match name.strip_prefix("Edm.") {
            // The values of `Edm` geography types and of abstract types such as `Edm.PrimitiveType` may be any JSON.
            Some(name) => Type::Primitive(Primitive::named(name).unwrap_or(Primitive::Untyped)),
            None => {
                self.builder.refer(at(node), &name, Wants::Value);
                Type::Named(name)
            }
        };
        let nullable = node.attribute("Nullable") != Some("false");
        Ok(Property { ty, collection, nullable, access: self.access(node), doc: description(node, self) })
    }

    /// Returns the qualified type name in an XML element's `Type` attribute, and whether the attribute is `Collection(…)` of that type.
    fn reference(&self, node: Node<'_, '_>) -> Result<(String, bool), SchemaReadError> {
        let name = required(node, "Type")?;
        match name.strip_prefix("Collection(").and_then(|name| name.strip_suffix(')')) {
            Some(name) => Ok((self.qualify(name), true)),
            None => Ok((self.qualify(name), false)),
        }
    }

    fn enumeration(&mut self, namespace: &str, node: Node<'_, '_>) -> Result<(), SchemaReadError> {
        let name = format!("{namespace}.{}", required(node, "Name")?);
        let mut ty =
            EnumerationType { flags: is_true(node, "IsFlags"), doc: description(node, self), ..EnumerationType::default() };
        for member in children(node, "Member") {
            let value = match member.attribute("Value") {
                None => ty.members.last().map_or(0, |last| last.value.saturating_add(1)),
                Some(value) => value.parse().map_err(|_| {
                    let (expected, found) = ("a whole number", Some(value.to_owned()));
                    SchemaReadError::new(at(member), SchemaProblem::Expected { expected, found })
                })?,
            };
            let name = required(member, "Name")?.to_owned();
            ty.members.push(Member { name, value, doc: description(member, self) });
        }
        ty.members.sort_by(|left, right| (left.value, &left.name).cmp(&(right.value, &right.name)));
        self.builder.add_enum(at(node), &name, ty)
    }

    /// Returns who may set a property's value, according to the annotations in the property's XML element.
    fn access(&self, node: Node<'_, '_>) -> Access {
        let mut access = Access::Writable;
        for annotation in children(node, "Annotation").filter(|annotation| annotation.attribute("Qualifier").is_none()) {
            let term = annotation.attribute("Term").map(|term| self.qualify(term)).unwrap_or_default();
            access = match term.strip_prefix(CORE) {
                Some("Computed") if is_set(annotation) => Access::Computed,
                Some("Permissions") if permits_only_read(annotation) => Access::Computed,
                Some("Immutable") if is_set(annotation) && access == Access::Writable => Access::Immutable,
                _ => access,
            };
        }
        access
    }

    /// Reads `Annotations` elements, which describe types and properties declared elsewhere.
    fn annotations(&mut self, schema: Node<'_, '_>) -> Result<(), SchemaReadError> {
        for node in children(schema, "Annotations") {
            let (text, access, keys) = (description(node, self), self.access(node), alternate_keys(node, self));
            if text.is_none() && access == Access::Writable && keys.is_empty() {
                continue;
            }
            let (ty, member) = match required(node, "Target")?.split_once('/') {
                Some((ty, member)) => (self.qualify(ty), Some(member)),
                None => (self.qualify(required(node, "Target")?), None),
            };
            let Schema { types, enums, .. } = &mut self.builder.schema;
            let doc = match (types.get_mut(&ty), enums.get_mut(&ty), member) {
                (Some(ty), _, None) => {
                    ty.alternate_keys.extend(keys);
                    &mut ty.doc
                }
                (Some(ty), _, Some(member)) => match ty.properties.get_mut(member) {
                    Some(property) => {
                        if access != Access::Writable {
                            property.access = access;
                        }
                        &mut property.doc
                    }
                    None => continue,
                },
                (None, Some(ty), None) => &mut ty.doc,
                (None, Some(enumeration), Some(member)) => {
                    let index = self.members.entry(ty).or_insert_with(|| indices(enumeration));
                    match index.get(member).and_then(|at| enumeration.members.get_mut(*at)) {
                        Some(member) => &mut member.doc,
                        None => continue,
                    }
                }
                (None, None, _) => continue,
            };
            if doc.is_none() {
                *doc = text;
            }
        }
        Ok(())
    }
}

/// Returns the index of each member of the enumeration, by the member's name.
fn indices(ty: &EnumerationType) -> HashMap<String, usize> {
    ty.members.iter().map(|member| member.name.clone()).zip(0..).collect()
}

fn children<'a, 'i>(node: Node<'a, 'i>, name: &str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

fn at(node: Node<'_, '_>) -> usize {
    node.range().start
}

fn required<'a>(node: Node<'a, '_>, attribute: &'static str) -> Result<&'a str, SchemaReadError> {
    node.attribute(attribute).ok_or_else(|| {
        let element = node.tag_name().name().to_owned();
        SchemaReadError::new(at(node), SchemaProblem::MissingAttribute { element, attribute })
    })
}

fn is_true(node: Node<'_, '_>, attribute: &str) -> bool {
    node.attribute(attribute) == Some("true")
}

/// Returns whether the annotation of a Boolean term, such as `Core.Computed`, has the value `true`, which is also the default.
fn is_set(annotation: Node<'_, '_>) -> bool {
    let child = children(annotation, "Bool").next().and_then(|value| value.text());
    annotation.attribute("Bool").or(child).is_none_or(|value| value.trim() == "true")
}

/// Returns whether a `Core.Permissions` annotation lists `Read` and nothing else.
fn permits_only_read(annotation: Node<'_, '_>) -> bool {
    let child = children(annotation, "EnumMember").next().and_then(|value| value.text());
    let members = annotation.attribute("EnumMember").or(child).unwrap_or_default();
    let mut names = members.split([' ', ',']).filter(|member| !member.is_empty()).peekable();
    names.peek().is_some() && names.all(|member| member.rsplit('/').next() == Some("Read"))
}

fn description(node: Node<'_, '_>, reader: &Reader) -> Option<String> {
    let mut found = children(node, "Annotation").filter(|annotation| {
        annotation.attribute("Qualifier").is_none()
            && annotation.attribute("Term").is_some_and(|term| term == DESCRIPTION || reader.qualify(term) == DESCRIPTION)
    });
    let text = found.find_map(|annotation| annotation.attribute("String"))?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(text).filter(|text| !text.is_empty())
}
