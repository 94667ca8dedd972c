//! Prints the declarations of actions and functions, and of the entities that they take or return.

use super::{Printer, constructor_of};
use crate::declare::fields::Fields;
use crate::declare::layout::{WIDTH, list};
use crate::declare::operation::DeclaredOperation;
use crate::declare::part::DeclaredType;
use crate::operation::{OperationKind, Parameter};
use crate::path::Resolution;
use std::collections::HashSet;

impl<'s> Printer<'_, 's> {
    /// Prints the struct of an operation: its fields are the parameters.
    pub(super) fn operation(&mut self, declared: &DeclaredOperation<'s>, rust: &str) {
        let (operation, name) = (declared.operation, declared.name);
        let on = operation.binding.as_ref().map(|binding| {
            let ty = self.plan.schema.short(&binding.ty);
            if binding.collection { format!(" on a collection of `{ty}`") } else { format!(" on `{ty}`") }
        });
        let otherwise = format!("The {} `{name}`{}.", operation.kind.name(), on.unwrap_or_default());
        self.description("", operation.doc.as_deref(), &otherwise);
        let derive = operation.kind.derive();
        self.uses(derive);
        self.line("", &format!("#[derive(Clone, Debug, {derive})]"));
        let mut arguments = Vec::new();
        if let Some(result) = &operation.result {
            let ty = self.plan.result_type(result);
            self.uses(&ty);
            arguments.push(format!("returns = {ty}"));
        }
        let paths = self.operation_paths(declared);
        if !arguments.is_empty() {
            self.attribute("", &list("graph", &arguments, 3));
        }
        paths.into_iter().for_each(|paths| self.attribute("", &paths));
        if operation.parameters.is_empty() {
            return self.line("", &format!("pub struct {rust} {{}}"));
        }
        self.line("", &format!("pub struct {rust} {{"));
        let mut fields = Fields::new(operation.parameters.iter().map(|parameter| parameter.name.as_str()), false);
        for parameter in &operation.parameters {
            self.parameter(operation.kind, parameter, &mut fields);
        }
        self.line("", "}");
    }

    fn parameter(&mut self, kind: OperationKind, parameter: &'s Parameter, fields: &mut Fields) {
        let Parameter { name, value, optional } = parameter;
        if value.doc.is_some() {
            self.description("    ", value.doc.as_deref(), "");
        }
        let (field, rename) = fields.take(name);
        let ty = self.plan.parameter_type(value);
        // The template of a function has a place for each parameter, so none of them can be absent.
        let is_option = kind == OperationKind::Action && (*optional || value.nullable && !value.collection);
        let ty = if is_option { format!("Option<{ty}>") } else { ty };
        if rename {
            self.attribute("    ", &list("graph", &[format!("rename = \"{name}\"")], 7));
        }
        self.uses(&ty);
        let line = format!("pub {field}: {ty},");
        if line.len() + 4 <= WIDTH {
            return self.line("    ", &line);
        }
        self.line("    ", &format!("pub {field}:"));
        self.line("        ", &format!("{ty},"));
    }

    /// Returns the `graph_paths` attribute of an operation without `#[` and `]`, or `None` if no template leads to it.
    fn operation_paths(&mut self, declared: &DeclaredOperation<'s>) -> Option<String> {
        if declared.templates.is_empty() {
            return None;
        }
        self.uses("graph_paths");
        let mut taken = HashSet::new();
        let mut arguments = vec![if self.beta { "beta" } else { "v1" }.to_owned()];
        arguments.extend(self.schema.clone());
        let mut elided = Vec::new();
        for template in &declared.templates {
            let argument = constructor_of(template, &mut taken);
            let found = self.plan.schema.resolve_operation(template);
            match found.map(|found| found.resolution) {
                Ok(Resolution::ElidesCast { .. }) if self.schema.is_some() => elided.push(argument),
                _ => arguments.push(argument),
            }
        }
        arguments.extend((!elided.is_empty()).then(|| list("elided_cast", &elided, 4)));
        Some(list("graph_paths", &arguments, 3))
    }

    /// Prints the struct for an entity that an operation takes or returns. The struct has no fields for the entity's properties.
    pub(super) fn stub(&mut self, name: &'s str) {
        let rust = self.plan.name(DeclaredType::Stub(name)).to_owned();
        self.doc("", &format!("The entity type `{name}` as JSON. To read its properties as fields, declare the type itself."));
        ["GraphEntity", "Additional"].into_iter().for_each(|used| self.uses(used));
        self.line("", "#[derive(Clone, Debug, PartialEq, GraphEntity)]");
        // The struct has no key `schema`, because it declares no properties that a schema could check.
        let arguments = [format!("odata_type = \"{name}\""), "keyless".to_owned()];
        self.attribute("", &list("graph", &arguments, 3));
        self.line("", &format!("pub struct {rust} {{"));
        self.doc("    ", "All properties.");
        self.line("    ", "#[graph(additional)]");
        self.line("    ", "pub additional: Additional,");
        self.line("", "}");
    }
}
