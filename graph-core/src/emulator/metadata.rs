//! `$metadata`: the declared types as CSDL XML ([CSDL XML](https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/odata-csdl-xml-v4.01.html)).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use http::StatusCode;

use super::pattern::Part;
use super::reply::{Body, Reply};
use super::routes::Route;
use super::service::Service;
use crate::model::descriptor::{Edm, EnumType, Property, PropertyType, StructuredKind, StructuredType};
use crate::model::path::ApiVersion;

/// The namespace that `$metadata` has for enumerations and for the entity container, because their declarations have no namespace.
const DEFAULT_NAMESPACE: &str = "microsoft.graph";

impl Service {
    pub(super) fn metadata(&self, version: ApiVersion) -> Reply {
        let mut model = Metadata::default();
        for route in self.routes.of(version) {
            route.entities.iter().for_each(|entity| model.add(entity.declared));
        }
        let document = model.write(self.routes.of(version));
        Reply::new(StatusCode::OK, Body::Xml(document))
    }
}

/// The declared types that the served paths lead to, directly or through properties.
#[derive(Default)]
struct Metadata {
    types: BTreeMap<&'static str, &'static StructuredType>,
    /// Enumerations, with generated names since their declarations have none.
    enums: Vec<(&'static EnumType, String)>,
    /// The base types of the declared types, by name. Each value contains the name of the base type's own base type, if it has one, and
    /// whether the base type is an entity type.
    bases: BTreeMap<&'static str, (Option<&'static str>, bool)>,
}

impl Metadata {
    fn add(&mut self, declared: &'static StructuredType) {
        if self.types.contains_key(declared.name) {
            return;
        }
        // The declaration of a Rust enum of subtypes has the name of the base type, and no properties.
        let union = !declared.derived.is_empty() && declared.properties.is_empty();
        if !union {
            self.types.insert(declared.name, declared);
        }
        let chain = declared.bases.iter().copied();
        let above = declared.bases.iter().copied().skip(1).map(Some).chain([None]);
        for (base, above) in chain.zip(above) {
            self.bases.entry(base).or_insert((above, is_entity(declared)));
        }
        for property in declared.properties.iter().filter(|property| !property.annotation) {
            match property.ty.edm {
                Edm::Structured(structure) => self.add(structure()),
                Edm::Enum(enumeration) => self.add_enum(enumeration, declared, property),
                _ => {}
            }
        }
        declared.derived.iter().filter_map(PropertyType::declaration).for_each(|derived| self.add(derived));
    }

    fn add_enum(&mut self, enumeration: &'static EnumType, of: &StructuredType, property: &Property) {
        if self.enums.iter().all(|(known, _)| !std::ptr::eq(*known, enumeration)) {
            let name = format!("{}_{}", of.name, property.name);
            self.enums.push((enumeration, name));
        }
    }

    fn write<'r>(&self, routes: impl Iterator<Item = &'r Route>) -> String {
        let mut schemas: BTreeMap<&str, String> = BTreeMap::new();
        for (name, (above, entity)) in self.bases.iter().filter(|(name, _)| !self.types.contains_key(*name)) {
            let (namespace, name) = split(name);
            let kind = if *entity { "EntityType" } else { "ComplexType" };
            let above = above.map(|above| format!(" BaseType=\"{}\"", escape(above))).unwrap_or_default();
            let schema = schemas.entry(namespace).or_default();
            let _ = writeln!(schema, "      <{kind} Name=\"{}\"{above} Abstract=\"true\" />", escape(name));
        }
        for declared in self.types.values() {
            let (namespace, _) = split(declared.name);
            self.write_type(schemas.entry(namespace).or_default(), declared);
        }
        for (enumeration, name) in &self.enums {
            let (namespace, name) = split(name);
            write_enum(schemas.entry(namespace).or_default(), enumeration, name);
        }
        write_container(schemas.entry(DEFAULT_NAMESPACE).or_default(), routes);
        let mut document = String::from(concat!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n",
            "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\n  <edmx:DataServices>\n"
        ));
        for (namespace, schema) in schemas {
            let namespace = escape(namespace);
            let _ = writeln!(
                document,
                "    <Schema Namespace=\"{namespace}\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n{schema}    </Schema>"
            );
        }
        document.push_str("  </edmx:DataServices>\n</edmx:Edmx>\n");
        document
    }

    fn write_type(&self, schema: &mut String, declared: &'static StructuredType) {
        let (_, name) = split(declared.name);
        let entity = is_entity(declared);
        let kind = if entity { "EntityType" } else { "ComplexType" };
        let base = declared.bases.first().map(|base| format!(" BaseType=\"{}\"", escape(base))).unwrap_or_default();
        let open = if declared.open { " OpenType=\"true\"" } else { "" };
        let inherited = declared.bases.iter().find_map(|base| self.types.get(base));
        let own =
            |property: &&Property| inherited.is_none_or(|base| base.properties.iter().all(|other| other.name != property.name));
        let _ = writeln!(schema, "      <{kind} Name=\"{}\"{base}{open}>", escape(name));
        let keys: Vec<_> = declared.properties.iter().filter(own).filter(|property| property.key).collect();
        if !keys.is_empty() {
            let keys: String = keys.iter().map(|key| format!("<PropertyRef Name=\"{}\" />", escape(key.name))).collect();
            let _ = writeln!(schema, "        <Key>{keys}</Key>");
        }
        let written = declared.properties.iter().filter(own).filter(|property| !property.annotation);
        written.for_each(|property| self.write_property(schema, property));
        let _ = writeln!(schema, "      </{kind}>");
    }

    fn write_property(&self, schema: &mut String, property: &Property) {
        let name = escape(property.name);
        let one = self.type_name(property.ty.edm);
        let ty = if property.ty.collection { format!("Collection({one})") } else { one };
        let nullable = match property.ty.collection {
            true => property.ty.nullable_elements,
            false => property.ty.nullable,
        };
        let kind = if property.is_navigation() { "NavigationProperty" } else { "Property" };
        let nullable = if nullable || property.is_navigation() && property.ty.collection { "" } else { " Nullable=\"false\"" };
        let opening = format!("        <{kind} Name=\"{name}\" Type=\"{}\"{nullable}", escape(&ty));
        let term = match property {
            Property { read_only: true, .. } => Some("Computed"),
            Property { create_only: true, .. } => Some("Immutable"),
            _ => None,
        };
        let _ = match term {
            None => writeln!(schema, "{opening} />"),
            Some(term) => writeln!(
                schema,
                "{opening}>\n          <Annotation Term=\"Org.OData.Core.V1.{term}\" Bool=\"true\" />\n        </{kind}>"
            ),
        };
    }

    fn type_name(&self, edm: Edm) -> String {
        match edm {
            Edm::Boolean => "Edm.Boolean",
            Edm::Byte => "Edm.Byte",
            Edm::Int16 => "Edm.Int16",
            Edm::Int32 => "Edm.Int32",
            Edm::Int64 => "Edm.Int64",
            Edm::Single => "Edm.Single",
            Edm::Double => "Edm.Double",
            Edm::Decimal => "Edm.Decimal",
            Edm::String => "Edm.String",
            Edm::DateTimeOffset => "Edm.DateTimeOffset",
            Edm::Date => "Edm.Date",
            Edm::TimeOfDay => "Edm.TimeOfDay",
            Edm::Duration => "Edm.Duration",
            Edm::Guid => "Edm.Guid",
            Edm::Binary => "Edm.Binary",
            Edm::Stream => "Edm.Stream",
            Edm::Untyped => "Edm.Untyped",
            Edm::Structured(declared) => declared().name,
            Edm::Enum(enumeration) => {
                let named = self.enums.iter().find(|(known, _)| std::ptr::eq(*known, enumeration));
                return named.map_or_else(|| "Edm.String".to_owned(), |(_, name)| name.clone());
            }
        }
        .to_owned()
    }
}

fn write_enum(schema: &mut String, enumeration: &EnumType, name: &str) {
    let flags = if enumeration.flags { " IsFlags=\"true\"" } else { "" };
    let _ = writeln!(schema, "      <EnumType Name=\"{}\"{flags}>", escape(name));
    for (index, member) in enumeration.members.iter().enumerate() {
        let value =
            if enumeration.flags { 1_u64.checked_shl(u32::try_from(index).unwrap_or(64)).unwrap_or(0) } else { index as u64 };
        let _ = writeln!(schema, "        <Member Name=\"{}\" Value=\"{value}\" />", escape(member));
    }
    schema.push_str("      </EnumType>\n");
}

/// Writes the entity sets and singletons at the root. Deeper paths are left out, since the type of their first segment is not declared.
fn write_container<'r>(schema: &mut String, routes: impl Iterator<Item = &'r Route>) {
    schema.push_str("      <EntityContainer Name=\"GraphService\">\n");
    for route in routes {
        let Some(first) = route.entities.first() else { continue };
        let ty = match (route.entities.len(), first.declared.bases.first()) {
            (2.., Some(base)) => base,
            _ => first.declared.name,
        };
        let ty = escape(ty);
        let _ = match route.pattern.parts.as_slice() {
            [Part::Name(name), Part::Key] => {
                writeln!(schema, "        <EntitySet Name=\"{}\" EntityType=\"{ty}\" />", escape(name))
            }
            [Part::Name(name)] => writeln!(schema, "        <Singleton Name=\"{}\" Type=\"{ty}\" />", escape(name)),
            _ => Ok(()),
        };
    }
    schema.push_str("      </EntityContainer>\n");
}

fn is_entity(declared: &StructuredType) -> bool {
    declared.kind() == StructuredKind::Entity
}

/// Splits a qualified name, such as `microsoft.graph.user`, into the namespace and the simple name.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once('.').unwrap_or((DEFAULT_NAMESPACE, name))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
