//! Checks the declarations of actions and functions.

use super::{Field, FieldType, Finding, FindingPlace, Mistake, Presence, SchemaVersion, described, fits, local, rust_type};
use crate::model::{Primitive, Property, Schema, Type};
use crate::name::field as field_name;
use crate::operation::{Operation, OperationKind};
use crate::syntax::case::is_pascal_case_of;
use crate::syntax::nearest::nearest;

/// The declaration of an action or a function, reduced to the facts that are checked.
#[derive(Clone, Copy, Debug)]
pub struct OperationDeclaration<'d> {
    /// Whether the operation is declared as an action or as a function.
    pub kind: OperationKind,
    /// The documented path templates that lead to the operation.
    pub templates: &'d [&'d str],
    /// The fields that declare the parameters.
    pub parameters: &'d [Field<'d>],
    /// The declared result. The property name of its `Field` is ignored.
    pub returns: DeclaredResult<'d>,
}

/// The result in an [`OperationDeclaration`].
#[derive(Clone, Copy, Debug)]
pub enum DeclaredResult<'d> {
    /// The declaration does not mention a result.
    Absent,
    /// The declaration has a result that ignores the response, such as `()`, or that accepts every response.
    Ignored,
    /// The declaration has a result of this type.
    Type(Field<'d>),
}

/// Checks the declaration of an action or function against the schema of the API version that its templates belong to.
///
/// The declaration is compared with one of the overloads that the templates lead to: the one whose parameters are most like the declared
/// ones. A declaration may omit a parameter that may be null or absent, or declare it as always given. A template that does not lead to an
/// operation is ignored; [`Schema::resolve_operation`] returns the reason.
///
/// ```
/// use graph_schema::{DeclaredResult, OperationDeclaration, OperationKind, Schema, SchemaVersion, check_operation};
///
/// let schema: Schema = "graph-schema 1\nnamespace n\nset as a\nentity a\naction wipe on a\n  all Boolean".parse()?;
/// let templates = &["/as/{aId}/wipe"];
/// let (kind, returns) = (OperationKind::Action, DeclaredResult::Absent);
/// let wipe = OperationDeclaration { kind, templates, parameters: &[], returns };
/// let findings = check_operation(&SchemaVersion { label: "beta", schema: &schema }, &wipe);
/// assert_eq!(findings[0].to_string(), "`wipe` needs a parameter in beta that is not declared; add `all: bool`");
/// # Ok::<(), graph_schema::SchemaReadError>(())
/// ```
pub fn check_operation(version: &SchemaVersion<'_>, declaration: &OperationDeclaration<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for template in declaration.templates {
        let Ok(found) = version.schema.resolve_operation(template) else { continue };
        let likeness = |(_, operation): &(&str, &Operation)| {
            let declares = |name: &str| declaration.parameters.iter().any(|field| field.property == name);
            let known = declaration.parameters.iter().filter(|field| operation.parameter(field.property).is_some()).count();
            let missing = operation.parameters.iter().filter(|parameter| !declares(&parameter.name)).count();
            (operation.kind == declaration.kind, known, std::cmp::Reverse(missing))
        };
        let Some((name, operation)) = found.overloads.iter().copied().max_by_key(likeness) else { continue };
        let overload = Overload { version, name: local(name), operation };
        for finding in overload.check(declaration) {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
    findings
}

/// The overload of an operation that a declaration is checked against.
struct Overload<'v> {
    version: &'v SchemaVersion<'v>,
    /// The operation's name, without its namespace.
    name: &'v str,
    operation: &'v Operation,
}

impl Overload<'_> {
    fn check(&self, declaration: &OperationDeclaration<'_>) -> Vec<Finding> {
        let (name, kind) = (self.name.to_owned(), self.operation.kind);
        if declaration.kind != kind {
            return vec![self.finding(FindingPlace::Type, Mistake::OtherKind { name, kind })];
        }
        let fields = declaration.parameters.iter().enumerate();
        let mut findings: Vec<_> =
            fields.filter_map(|(index, field)| Some(self.finding(FindingPlace::Field(index), self.parameter(field)?))).collect();
        findings.extend(self.missing(declaration).map(|mistake| self.finding(FindingPlace::Type, mistake)));
        findings.extend(self.result(declaration.returns));
        findings
    }

    fn finding(&self, place: FindingPlace, mistake: Mistake) -> Finding {
        Finding { place, mistake, against: self.version.label.to_owned() }
    }

    /// Returns the mistake in the field that declares a parameter, if there is one.
    fn parameter(&self, field: &Field<'_>) -> Option<Mistake> {
        let (name, schema) = (field.property.to_owned(), self.version.schema);
        let Some(parameter) = self.operation.parameter(field.property) else {
            let names = self.operation.parameters.iter().map(|parameter| parameter.name.as_str());
            let nearest = nearest(field.property, names).map(str::to_owned);
            return Some(Mistake::UnknownParameter { parameter: name, of: self.name.to_owned(), nearest });
        };
        let value = &parameter.value;
        let may_be_absent = parameter.optional || value.nullable && !value.collection;
        let presence = if may_be_absent { Presence::Nullable } else { Presence::Required };
        let rust = rust_type(schema, value, presence);
        if !value_fits(schema, value, field) {
            return Some(Mistake::WrongType { property: name, schema_type: value_described(schema, value), rust });
        }
        (field.presence != Presence::Required && !may_be_absent).then_some(Mistake::RequiredParameter { parameter: name, rust })
    }

    /// Returns a mistake if the declaration of an action lacks parameters that a request needs. The parameters of a function are not
    /// checked here: its template contains them.
    fn missing(&self, declaration: &OperationDeclaration<'_>) -> Option<Mistake> {
        let is_declared = |name: &str| {
            let like = |field: &Field<'_>| nearest(field.property, [name]).is_some();
            let unknown = declaration.parameters.iter().filter(|field| self.operation.parameter(field.property).is_none());
            // A misspelt parameter counts as declared, so that it is reported once and not twice.
            declaration.parameters.iter().any(|field| field.property == name) || unknown.into_iter().any(like)
        };
        let needed = self.operation.parameters.iter().filter(|parameter| {
            !parameter.optional && (!parameter.value.nullable || parameter.value.collection) && !is_declared(&parameter.name)
        });
        let fields: Vec<String> = needed
            .map(|parameter| {
                let named = field_name(&parameter.name);
                let rename = if named.rename { format!("#[graph(rename = \"{}\")] ", parameter.name) } else { String::new() };
                format!("{rename}{}: {}", named.ident, rust_type(self.version.schema, &parameter.value, Presence::Required))
            })
            .collect();
        let is_action = self.operation.kind == OperationKind::Action;
        (is_action && !fields.is_empty()).then(|| Mistake::MissingParameters { name: self.name.to_owned(), fields })
    }

    /// Returns the mistake in the declared result, if there is one.
    fn result(&self, returns: DeclaredResult<'_>) -> Option<Finding> {
        let (name, schema) = (self.name.to_owned(), self.version.schema);
        match (&self.operation.result, returns) {
            (_, DeclaredResult::Ignored) | (None, DeclaredResult::Absent) => None,
            (None, DeclaredResult::Type(_)) => Some(self.finding(FindingPlace::Returns, Mistake::ReturnsNothing { name })),
            (Some(result), DeclaredResult::Absent) => {
                let rust = rust_type(schema, result, Presence::Required);
                let mistake = Mistake::Returns { name, schema_type: value_described(schema, result), rust, is_absent: true };
                Some(self.finding(FindingPlace::Type, mistake))
            }
            (Some(result), DeclaredResult::Type(field)) => {
                let is_stream = result.ty == Type::Primitive(Primitive::Stream);
                let holds_stream =
                    is_stream && matches!(field.ty, FieldType::Named("Bytes") | FieldType::Primitive(Primitive::String));
                let rust = rust_type(schema, result, Presence::Required);
                let mistake = Mistake::Returns { name, schema_type: value_described(schema, result), rust, is_absent: false };
                let is_right = holds_stream || value_fits(schema, result, &field);
                (!is_right).then(|| self.finding(FindingPlace::Returns, mistake))
            }
        }
    }
}

/// Returns whether the field's type fits the type of a parameter or a result. For an entity type, the field may also have a base type or a
/// subtype of that type.
fn value_fits(schema: &Schema, value: &Property, field: &Field<'_>) -> bool {
    let is_related = || match (&value.ty, field.ty) {
        (Type::Named(target), FieldType::Named(rust)) if value.collection == field.collection => {
            let related = |name: &str| schema.is_or_derives_from(name, target) || schema.is_or_derives_from(target, name);
            schema.types().any(|(name, _)| is_pascal_case_of(rust, local(name)) && related(name))
        }
        _ => false,
    };
    fits(schema, value, field) || is_related()
}

fn value_described(schema: &Schema, value: &Property) -> String {
    match &value.ty {
        Type::Named(name) if schema.structured(name).is_some_and(|ty| ty.kind == crate::Kind::Entity) => {
            let ty = format!("the entity type `{}`", schema.short(name));
            if value.collection { format!("a collection of {ty}") } else { ty }
        }
        _ => described(schema, value),
    }
}
