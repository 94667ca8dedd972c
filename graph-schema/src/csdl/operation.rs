//! Reads actions, functions, their imports, and the alternate keys of entity types from CSDL.

use roxmltree::Node;

use super::{CORE, Reader, at, children, description, is_set, is_true, required};
use crate::build::{SchemaReadError, check_name};
use crate::operation::{Binding, Operation, OperationKind, Parameter};

/// The terms of the annotation that lists an entity type's alternate keys: the term of OData 4.01, then its predecessor.
const ALTERNATE_KEYS: [&str; 2] = ["Org.OData.Core.V1.AlternateKeys", "OData.Community.Keys.V1.AlternateKeys"];

impl Reader {
    /// Reads the actions and functions of a `Schema` element.
    pub(super) fn operations(&mut self, schema: Node<'_, '_>) -> Result<(), SchemaReadError> {
        let namespace = required(schema, "Namespace")?;
        for node in schema.children() {
            let kind = match node.tag_name().name() {
                "Action" => OperationKind::Action,
                "Function" => OperationKind::Function,
                _ => continue,
            };
            let name = format!("{namespace}.{}", required(node, "Name")?);
            if let Some(operation) = self.operation(node, kind)? {
                self.builder.add_operation(at(node), &name, operation)?;
            }
        }
        Ok(())
    }

    /// Reads an action or function. Returns `None` if it is bound to a value that no path leads to, such as a primitive value.
    fn operation(&mut self, node: Node<'_, '_>, kind: OperationKind) -> Result<Option<Operation>, SchemaReadError> {
        let mut operation = Operation::new(kind);
        let mut parameters = children(node, "Parameter");
        if is_true(node, "IsBound") {
            let Some(binding) = parameters.next() else { return Ok(None) };
            let (ty, collection) = self.reference(binding)?;
            if ty.starts_with("Edm.") || self.builder.schema.enums.contains_key(&ty) || self.definitions.contains_key(&ty) {
                return Ok(None);
            }
            operation.binding = Some(Binding::new(ty, collection));
        }
        for node in parameters {
            let name = required(node, "Name")?.to_owned();
            operation.parameters.push(Parameter { name, value: self.property(node)?, optional: self.is_optional(node) });
        }
        operation.result = children(node, "ReturnType").next().map(|node| self.property(node)).transpose()?;
        operation.composable = kind == OperationKind::Function && is_true(node, "IsComposable");
        operation.doc = description(node, self);
        Ok(Some(operation))
    }

    /// Returns whether the parameter has the annotation `Core.OptionalParameter`.
    fn is_optional(&self, parameter: Node<'_, '_>) -> bool {
        let is_it = |annotation: Node<'_, '_>| {
            let term = annotation.attribute("Term").map(|term| self.qualify(term));
            term.is_some_and(|term| term.strip_prefix(CORE) == Some("OptionalParameter")) && is_set(annotation)
        };
        children(parameter, "Annotation").any(is_it)
    }

    /// Reads an `ActionImport` or `FunctionImport`, and ignores every other element of an entity container.
    pub(super) fn import(&mut self, node: Node<'_, '_>) -> Result<(), SchemaReadError> {
        let attribute = match node.tag_name().name() {
            "ActionImport" => "Action",
            "FunctionImport" => "Function",
            _ => return Ok(()),
        };
        let operation = self.qualify(required(node, attribute)?);
        self.builder.add_import(at(node), required(node, "Name")?, operation)
    }
}

/// Returns the alternate keys that the annotations of an XML element list: for each key, the names by which a path gives its values.
pub(super) fn alternate_keys(node: Node<'_, '_>, reader: &Reader) -> Vec<Vec<String>> {
    // Most annotations have another term. The check of the term's end saves qualifying it.
    let is_term = |term: &str| term.ends_with(".AlternateKeys") && ALTERNATE_KEYS.contains(&reader.qualify(term).as_str());
    let annotations = children(node, "Annotation").filter(|node| node.attribute("Term").is_some_and(is_term));
    let records = annotations.flat_map(|node| children(node, "Collection")).flat_map(|node| children(node, "Record"));
    let keys = records.map(|record| {
        let values = children(record, "PropertyValue").filter(|node| node.attribute("Property") == Some("Key"));
        let references = values.flat_map(|node| children(node, "Collection")).flat_map(|node| children(node, "Record"));
        references.filter_map(name_in_paths).filter(|name| check_name(0, name).is_ok()).collect::<Vec<_>>()
    });
    keys.filter(|key| !key.is_empty()).collect()
}

/// Returns the name by which a path gives the value of a property of a key: its alias or, without one, its own name.
fn name_in_paths(reference: Node<'_, '_>) -> Option<String> {
    let value = |property: &str| {
        let node = children(reference, "PropertyValue").find(|node| node.attribute("Property") == Some(property))?;
        let child = node.children().find(Node::is_element).and_then(|node| node.text());
        node.attribute("String").or(node.attribute("PropertyPath")).or(child).map(|text| text.trim().to_owned())
    };
    value("Alias").filter(|alias| !alias.is_empty()).or_else(|| value("Name"))
}
