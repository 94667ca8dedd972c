//! The actions and functions in the compact text form of a schema.

use std::fmt;

use super::{Open, Reader, brackets};
use crate::build::SchemaReadError;
use crate::model::Schema;
use crate::operation::{Binding, Operation, OperationKind, Parameter};

const HEAD: &str = "`composable`, `action` or `function`";

impl Reader {
    /// Reads the first line of an operation, such as `action wipe on managedDevice`.
    pub(super) fn operation_head(&mut self, line: &str) -> Result<(), SchemaReadError> {
        let mut words = line.split_whitespace();
        let mut word = self.next(&mut words, HEAD)?;
        let composable = word == "composable";
        if composable {
            word = self.next(&mut words, "`function`")?;
        }
        let kind = match word {
            "function" => OperationKind::Function,
            "action" if !composable => OperationKind::Action,
            other => return Err(self.expected(if composable { "`function`" } else { HEAD }, Some(other))),
        };
        let mut operation = Operation { composable, ..Operation::new(kind) };
        let name = self.name(&mut words)?;
        match words.next() {
            None => {}
            Some("on") => {
                let (ty, collection) = brackets(self.next(&mut words, "a type")?);
                operation.binding = Some(Binding::new(self.builder.schema.qualify(ty), collection));
            }
            other => return Err(self.expected("`on` with a type, or the end of the line", other)),
        }
        self.open = Some((self.line, Open::Operation(name, operation)));
        self.end(words)
    }

    /// Reads a parameter or the result of the operation `name`, whose first line has the number `at`.
    pub(super) fn operation_member(
        &mut self,
        line: &str,
        at: usize,
        name: String,
        mut operation: Operation,
    ) -> Result<(), SchemaReadError> {
        let mut words = line.split_whitespace();
        let parameter = self.next(&mut words, "a parameter")?;
        let word = self.next(&mut words, "a type")?;
        let value = self.value(word);
        if parameter == "->" {
            if operation.result.replace(value).is_some() {
                return Err(self.expected("one line `->`", Some(word)));
            }
        } else {
            let optional = match words.clone().next() {
                None => false,
                Some("optional") => words.next().is_some(),
                other => return Err(self.expected("`optional` or the end of the line", other)),
            };
            operation.parameters.push(Parameter { name: parameter.to_owned(), value, optional });
        }
        self.open = Some((at, Open::Operation(name, operation)));
        self.end(words)
    }
}

impl Schema {
    /// Writes the schema's actions and functions in the compact text form.
    pub(super) fn write_operations(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, operation) in self.operations() {
            let composable = if operation.composable { "composable " } else { "" };
            write!(f, "\n{composable}{} {}", operation.kind.name(), self.short(name))?;
            if let Some(binding) = &operation.binding {
                let (open, close) = if binding.collection { ("[", "]") } else { ("", "") };
                write!(f, " on {open}{}{close}", self.short(&binding.ty))?;
            }
            writeln!(f)?;
            for Parameter { name, value, optional } in &operation.parameters {
                let optional = if *optional { " optional" } else { "" };
                writeln!(f, "  {name} {}{optional}", self.value(value))?;
            }
            if let Some(result) = &operation.result {
                writeln!(f, "  -> {}", self.value(result))?;
            }
        }
        Ok(())
    }
}
