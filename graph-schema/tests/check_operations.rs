//! Tests the findings for each mistake in the declaration of an action or a function.
#![allow(clippy::unwrap_used, clippy::panic)]

use graph_schema::{
    DeclaredResult, Field, FieldType, FindingPlace, OperationDeclaration, OperationKind, Presence, Primitive, Schema,
    SchemaVersion, check_operation,
};

const SCHEMA: &str = "\
graph-schema 1
namespace n

set things thing
singleton reports reports

enum color
  red 0

complex options
  size Int32

entity child : thing

entity other key id
  id String

entity reports

entity thing key id
  id String

action paint on thing
  color color
  when Date?
  note String optional
  tags [String]
  options options?
  to thing?
  -> thing

action reset on thing

function report on reports
  period String
  -> Stream

function report on reports
  date Date
  period String
  -> [options]
";

fn field<'d>(property: &'d str, ty: FieldType<'d>) -> Field<'d> {
    let (collection, presence) = (false, Presence::Required);
    Field { property, ty, collection, presence, key: false, read_only: false, create_only: false }
}

const TEXT: FieldType<'static> = FieldType::Primitive(Primitive::String);

fn paint() -> Vec<Field<'static>> {
    let tags = Field { collection: true, ..field("tags", TEXT) };
    vec![field("color", FieldType::Named("Color")), tags]
}

fn check(
    kind: OperationKind,
    template: &str,
    parameters: &[Field<'_>],
    returns: DeclaredResult<'_>,
) -> Vec<(FindingPlace, String)> {
    let schema: Schema = SCHEMA.parse().unwrap();
    let declaration = OperationDeclaration { kind, templates: &[template], parameters, returns };
    let findings = check_operation(&SchemaVersion { label: "beta", schema: &schema }, &declaration);
    findings.iter().map(|finding| (finding.place, finding.to_string())).collect()
}

fn check_paint(parameters: &[Field<'_>]) -> Vec<(FindingPlace, String)> {
    check(OperationKind::Action, "/things/{thingId}/paint", parameters, DeclaredResult::Ignored)
}

fn with(more: Field<'static>) -> Vec<Field<'static>> {
    let mut fields = paint();
    fields.insert(0, more);
    fields
}

#[test]
fn a_right_declaration_has_no_findings() {
    let optional = |property, ty| Field { presence: Presence::Nullable, ..field(property, ty) };
    for more in [
        optional("when", FieldType::Primitive(Primitive::Date)),
        field("when", FieldType::Primitive(Primitive::Date)),
        optional("note", TEXT),
        Field { presence: Presence::NotNull, ..field("note", TEXT) },
        optional("options", FieldType::Named("Options")),
        optional("to", FieldType::Named("Thing")),
        optional("to", FieldType::Named("Child")),
        optional("to", FieldType::Primitive(Primitive::Untyped)),
    ] {
        assert_eq!(check_paint(&with(more)), [], "{more:?}");
    }
    assert_eq!(check(OperationKind::Action, "/things/{thingId}/reset", &[], DeclaredResult::Absent), []);
    assert_eq!(check(OperationKind::Action, "/things/{thingId}/rset", &[], DeclaredResult::Absent), [], "for `graph_paths`");
}

#[test]
fn each_mistake_in_a_parameter_is_found_at_its_field() {
    let at = |field: Field<'static>| match &check_paint(&with(field))[..] {
        [(FindingPlace::Field(0), message)] => message.clone(),
        other => panic!("{other:?}"),
    };
    let optional = |property, ty| Field { presence: Presence::Nullable, ..field(property, ty) };
    assert_eq!(at(field("nota", TEXT)), "`nota` is not a parameter of `paint` in beta; did you mean `note`?");
    assert_eq!(at(field("frobnicate", TEXT)), "`frobnicate` is not a parameter of `paint` in beta");
    assert_eq!(at(optional("when", TEXT)), "`when` is Edm.Date in beta; write `Option<Date>`");
    assert_eq!(at(optional("to", FieldType::Named("Other"))), "`to` is the entity type `thing` in beta; write `Option<Thing>`");
    let mut fields = paint();
    fields[0].presence = Presence::Nullable;
    assert_eq!(check_paint(&fields), [(FindingPlace::Field(0), "`color` is required in beta; write `Color`".into())]);
    fields[0].collection = true;
    assert_eq!(check_paint(&fields)[0].1, "`color` is the enumeration `color` in beta; write `Color`");
}

#[test]
fn a_missing_parameter_is_found_unless_a_request_may_omit_it() {
    let at_type = |message: &str| vec![(FindingPlace::Type, message.to_owned())];
    assert_eq!(
        check_paint(&[]),
        at_type("`paint` needs 2 parameters in beta that are not declared; add `color: Color`, `tags: Vec<String>`")
    );
    assert_eq!(
        check_paint(&paint()[..1]),
        at_type("`paint` needs a parameter in beta that is not declared; add `tags: Vec<String>`")
    );
    let misspelt = [field("colour", FieldType::Named("Color")), paint()[1]];
    assert_eq!(
        check_paint(&misspelt),
        [(FindingPlace::Field(0), "`colour` is not a parameter of `paint` in beta; did you mean `color`?".into())]
    );
}

#[test]
fn the_kind_and_the_result_are_those_of_the_overload() {
    let report = |template, parameters: &[Field<'_>], returns| check(OperationKind::Function, template, parameters, returns);
    let (one, two) = ("/reports/report(period='{period}')", "/reports/report(period='{period}',date={date})");
    let fields = [field("period", TEXT), field("date", FieldType::Primitive(Primitive::Date))];
    let bytes = DeclaredResult::Type(field("", FieldType::Named("Bytes")));
    let options = DeclaredResult::Type(Field { collection: true, ..field("", FieldType::Named("Options")) });
    assert_eq!(report(one, &fields[..1], bytes), []);
    assert_eq!(report(two, &fields, options), []);
    assert_eq!(
        report(two, &fields, bytes),
        [(
            FindingPlace::Returns,
            "`report` returns a collection of the complex type `options` in beta; write `returns = Vec<Options>`".into()
        )]
    );
    let action = check(OperationKind::Action, one, &fields[..1], bytes);
    assert_eq!(action, [(FindingPlace::Type, "`report` is a function in beta; write `#[derive(GraphFunction)]`".into())]);
    let reset = check(OperationKind::Action, "/things/{thingId}/reset", &[], bytes);
    assert_eq!(reset, [(FindingPlace::Returns, "`reset` returns nothing in beta; remove `returns`".into())]);
    let paint = check(OperationKind::Action, "/things/{thingId}/paint", &paint(), DeclaredResult::Absent);
    let message =
        "`paint` returns the entity type `thing` in beta; add `returns = Thing`, or `returns = ()` to ignore the result";
    assert_eq!(paint, [(FindingPlace::Type, message.into())]);
}
