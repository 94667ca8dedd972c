//! Tests the findings for declarations that disagree with the schema.
#![allow(clippy::unwrap_used, clippy::panic)]

use graph_schema::{
    EnumDeclaration, Field, FieldType, FindingPlace, Presence, Primitive, Schema, SchemaVersion, TypeDeclaration, check_enum,
    check_structured,
};

const BETA: &str = "\
graph-schema 1
namespace n
partial entity far
enum status
  unknown 0
  notDone 1
  v10_2H20 2
flags enum roles
  none 0
  reader 1
enum level
  low 0
complex place
entity entity key id
  id String
entity noted key note
  note String?
entity device : entity
  count Int32
  level level
  name String?
  places [place]
  price Decimal?
  roles roles
  size Int64
  stateCount Int32
  status status?
";

const V1: &str = "\
graph-schema 1
namespace n
enum status
  unknown 0
  inV1Only 9
entity entity key id
  id String
entity device : entity
  count Int32
  name String?
  size Int64
";

const COUNT: Field<'_> = Field {
    property: "count",
    ty: FieldType::Primitive(Primitive::Int32),
    collection: false,
    presence: Presence::Required,
    key: false,
    read_only: false,
    create_only: false,
};

fn findings(fields: &[Field<'_>], both: bool) -> Vec<String> {
    let (beta, v1): (Schema, Schema) = (BETA.parse().unwrap(), V1.parse().unwrap());
    let versions = [SchemaVersion { label: "beta", schema: &beta }, SchemaVersion { label: "v1.0", schema: &v1 }];
    let declaration = TypeDeclaration { odata_type: "n.device", bases: &["n.entity"], fields };
    let versions = if both { &versions[..] } else { &versions[..1] };
    check_structured(versions, &declaration).iter().map(ToString::to_string).collect()
}

fn one(field: Field<'_>) -> String {
    let found = findings(&[field], false);
    assert!(found.len() <= 1, "{found:?}");
    found.into_iter().next().unwrap_or_default()
}

fn typed(property: &'static str, ty: FieldType<'static>) -> Field<'static> {
    Field { property, ty, ..COUNT }
}

#[test]
fn a_declaration_that_fits_has_no_findings() {
    let fields = [
        Field { property: "id", ty: FieldType::Primitive(Primitive::String), key: true, ..COUNT },
        COUNT,
        typed("size", FieldType::Primitive(Primitive::Int64)),
        typed("roles", FieldType::Flags("Roles")),
        typed("level", FieldType::Named("MyLevel")),
        Field { property: "status", ty: FieldType::Named("Status"), presence: Presence::Nullable, ..COUNT },
        Field { property: "places", ty: FieldType::Named("Place"), collection: true, ..COUNT },
        Field { property: "price", ty: FieldType::Primitive(Primitive::Double), presence: Presence::Nullable, ..COUNT },
        Field {
            property: "name",
            ty: FieldType::Primitive(Primitive::Untyped),
            collection: false,
            presence: Presence::Required,
            key: false,
            read_only: false,
            create_only: false,
        },
    ];
    let expected = ["`name` may be null in beta; write `Option<String>`"];
    assert_eq!(findings(&fields, false), expected, "`Untyped` holds a name, but not null");
}

#[test]
fn every_field_that_does_not_fit_has_a_finding_with_its_fix() {
    let required = |property, ty| typed(property, FieldType::Primitive(ty));
    assert_eq!(
        one(required("cuont", Primitive::Int32)),
        "`cuont` is not a property of `n.device` in beta; did you mean `count`?"
    );
    assert_eq!(one(required("weight", Primitive::Int32)), "`weight` is not a property of `n.device` in beta");
    assert_eq!(one(required("size", Primitive::Int32)), "`size` is Edm.Int64 in beta; write `i64`");
    assert_eq!(one(required("count", Primitive::DateTimeOffset)), "`count` is Edm.Int32 in beta; write `i32`");
    assert_eq!(
        one(required("status", Primitive::String)),
        "`status` is the enumeration `status` in beta; write `Option<Status>`"
    );
    assert_eq!(
        one(required("places", Primitive::String)),
        "`places` is a collection of the complex type `place` in beta; write `Vec<Place>`"
    );
    assert_eq!(
        one(typed("places", FieldType::Named("Place"))),
        "`places` is a collection of the complex type `place` in beta; write `Vec<Place>`"
    );
    assert_eq!(one(typed("count", FieldType::Named("Count"))), "`count` is Edm.Int32 in beta; write `i32`");
    assert_eq!(one(Field { collection: true, ..COUNT }), "`count` is Edm.Int32 in beta; write `i32`");
    assert_eq!(
        one(typed("roles", FieldType::Named("Roles"))),
        "`roles` is the enumeration `roles` in beta; write `Flags<Roles>`"
    );
    assert_eq!(one(typed("level", FieldType::Flags("Level"))), "`level` is the enumeration `level` in beta; write `Level`");
    assert_eq!(
        one(typed("level", FieldType::Named("Status"))),
        "`level` is the enumeration `level` in beta; write `Level`",
        "swapped"
    );
}

#[test]
fn null_is_where_the_schema_has_it() {
    let name = typed("name", FieldType::Primitive(Primitive::String));
    assert_eq!(one(name), "`name` may be null in beta; write `Option<String>`");
    assert_eq!(one(Field { presence: Presence::NotNull, ..name }), "`name` may be null in beta; remove `not_null`");
    assert_eq!(
        one(Field { presence: Presence::Nullable, ..COUNT }),
        "`count` is never null in beta; write `i32`, or add `#[graph(not_null)]` if the service may omit it"
    );
    assert_eq!(one(Field { presence: Presence::NotNull, ..COUNT }), "");
}

#[test]
fn the_key_is_marked_and_nothing_else() {
    let id = typed("id", FieldType::Primitive(Primitive::String));
    assert_eq!(one(id), "`id` is the key in beta; add `#[graph(key)]`");
    assert_eq!(one(Field { key: true, ..COUNT }), "`count` is not the key in beta; the key is `id`");
    // A key is never null in OData, even if the schema declares the key property nullable.
    let beta: Schema = BETA.parse().unwrap();
    let note = Field { property: "note", key: true, ..id };
    let declaration = TypeDeclaration { odata_type: "n.noted", bases: &[], fields: &[note] };
    assert_eq!(check_structured(&[SchemaVersion { label: "beta", schema: &beta }], &declaration), []);
}

#[test]
fn a_property_that_a_version_lacks_may_be_absent() {
    let count = Field { property: "stateCount", ..COUNT };
    assert_eq!(findings(&[count], true), ["there is no `stateCount` in v1.0; write `Option<i32>` with `#[graph(not_null)]`"]);
    assert_eq!(findings(&[Field { presence: Presence::NotNull, ..count }], true), [""; 0]);
    assert_eq!(
        findings(&[Field { presence: Presence::Nullable, ..count }], true),
        ["`stateCount` is never null in beta and v1.0; add `#[graph(not_null)]`"]
    );
    assert_eq!(findings(&[COUNT], true), [""; 0]);
}

#[test]
fn the_type_and_its_bases_are_known() {
    let beta: Schema = BETA.parse().unwrap();
    let check = |odata_type, bases: &[&str]| -> Vec<(FindingPlace, String)> {
        let declaration = TypeDeclaration { odata_type, bases, fields: &[] };
        let findings = check_structured(&[SchemaVersion { label: "beta.graph", schema: &beta }], &declaration);
        findings.into_iter().map(|finding| (finding.place, finding.to_string())).collect()
    };
    assert_eq!(check("n.device", &["n.entity"]), []);
    assert_eq!(check("n.device", &[]), []);
    assert_eq!(
        check("n.devise", &[]),
        [(FindingPlace::Type, "there is no type `n.devise` in beta.graph; did you mean `n.device`?".into())]
    );
    assert!(check("n.elephant", &[])[0].1.ends_with("pack it again with `--types`"));
    assert_eq!(
        check("n.far", &[]),
        [(
            FindingPlace::Type,
            "`n.far` was packed without its properties in beta.graph; pack it again with `--types` naming this one too".into()
        )]
    );
    assert_eq!(
        check("n.device", &["n.entity", "n.place"]),
        [(FindingPlace::Base(1), "`n.device` does not derive from `n.place` in beta.graph; its bases are `n.entity`".into())]
    );
    assert_eq!(check("n.place", &["n.entity"])[0].1, "`n.place` does not derive from `n.entity` in beta.graph; remove `base`");
}

#[test]
fn an_enumeration_has_the_members_of_all_versions() {
    let (beta, v1): (Schema, Schema) = (BETA.parse().unwrap(), V1.parse().unwrap());
    let versions = [SchemaVersion { label: "beta", schema: &beta }, SchemaVersion { label: "v1.0", schema: &v1 }];
    let check = |name, members: &[&str], flags| -> Vec<(FindingPlace, String)> {
        let findings = check_enum(&versions, &EnumDeclaration { name, members, flags });
        findings.into_iter().map(|finding| (finding.place, finding.to_string())).collect()
    };
    let all = ["unknown", "notDone", "v10_2H20", "inV1Only"];
    assert_eq!(check("Status", &all, false), []);
    assert_eq!(check("n.status", &all, false), []);
    assert_eq!(check("Level", &["low"], false), [], "known to one version only");
    assert_eq!(
        check("Status", &["unknown"], false),
        [(
            FindingPlace::Type,
            "`status` has 3 members in beta and v1.0 that are not declared; add `NotDone`, `V10_2H20`, `InV1Only`".into()
        )]
    );
    assert_eq!(
        check("Status", &["unknown", "notDoen", "v10_2H20", "inV1Only"], false),
        [(FindingPlace::Member(1), "`notDoen` is not a member of `status` in beta and v1.0; did you mean `notDone`?".into())],
        "one mistake, one finding"
    );
    assert_eq!(
        check("Roles", &["none", "reader"], false),
        [(FindingPlace::Type, "`roles` is a flags enumeration in beta and v1.0; add `#[graph(flags)]`".into())]
    );
    assert_eq!(check("Level", &["low"], true)[0].1, "`level` is not a flags enumeration in beta and v1.0; remove `flags`");
    assert_eq!(check("Levle", &["low"], false)[0].1, "there is no enumeration `Levle` in beta and v1.0; did you mean `Level`?");
}

const NAVIGATION: &str = "\
graph-schema 1
namespace n
partial entity entity
partial entity tag : entity
partial entity longTag : tag
partial entity other : entity
entity device key id
  id String
  parent -> device
  parts -> [tag]
  latest() -> tag
";

/// Checks a field that declares a navigation property on the entity type `device`. Returns the finding's text, or an empty string if there
/// is no finding.
fn navigation(field: Field<'_>) -> String {
    let schema: Schema = NAVIGATION.parse().unwrap();
    let declaration = TypeDeclaration { odata_type: "n.device", bases: &[], fields: &[field] };
    let findings = check_structured(&[SchemaVersion { label: "beta", schema: &schema }], &declaration);
    assert!(findings.len() <= 1, "{findings:?}");
    findings.first().map(ToString::to_string).unwrap_or_default()
}

#[test]
fn a_navigation_property_is_declared_as_possibly_absent() {
    let nullable = |property, ty| Field { presence: Presence::Nullable, ..typed(property, ty) };
    let parts = Field { collection: true, ..nullable("parts", FieldType::Named("Tag")) };
    let parent = nullable("parent", FieldType::Named("Device"));
    let of = |ty| Field { ty: FieldType::Named(ty), ..parts };
    let untyped = FieldType::Primitive(Primitive::Untyped);
    for fits in [parts, parent, of("LongTag"), of("Entity"), of("AnyTag"), nullable("parts", untyped)] {
        assert_eq!(navigation(fits), "", "{fits:?}");
        assert_eq!(navigation(Field { presence: Presence::NotNull, ..fits }), "", "{fits:?}");
    }
    assert_eq!(
        navigation(Field { presence: Presence::Required, ..parts }),
        "`parts` is a navigation property in beta, absent unless `$expand` names it; write `Option<Expanded<Tag>>`"
    );
    assert_eq!(
        navigation(Field { presence: Presence::Required, ..parent }),
        "`parent` is a navigation property in beta, absent unless `$expand` names it; write `Option<Box<Device>>`"
    );
}

#[test]
fn a_navigation_property_has_the_type_of_its_target() {
    let parts = Field { collection: true, presence: Presence::Nullable, ..typed("parts", FieldType::Named("Tag")) };
    let wrong = "`parts` is a collection of the entity type `tag` in beta; write `Option<Expanded<Tag>>`";
    assert_eq!(navigation(Field { collection: false, ..parts }), wrong);
    assert_eq!(navigation(Field { ty: FieldType::Named("Other"), ..parts }), wrong, "no relation");
    assert_eq!(navigation(Field { ty: FieldType::Primitive(Primitive::String), ..parts }), wrong);
    assert_eq!(navigation(Field { ty: FieldType::Flags("Tag"), ..parts }), wrong);
    let parent = Field { property: "parent", ty: FieldType::Named("Device"), ..parts };
    assert_eq!(navigation(parent), "`parent` is the entity type `device` in beta; write `Option<Box<Device>>`");
    assert_eq!(navigation(Field { key: true, ..parts }), "`parts` is not the key in beta; the key is `id`");
    assert_eq!(
        navigation(Field { property: "prats", ..parts }),
        "`prats` is not a property of `n.device` in beta; did you mean `parts`?"
    );
    assert_eq!(
        navigation(Field { property: "latest", ..parts }),
        "`latest` is not a property of `n.device` in beta",
        "a function"
    );
}

// Case B3
#[test]
fn a_property_is_declared_with_the_access_of_the_schema() {
    let text =
        "graph-schema 1\nnamespace n\nentity a key id\n  id String computed\n  count Int32? computed\n  name String? immutable\n";
    let schema: Schema = text.parse().unwrap();
    let versions = [SchemaVersion { label: "v1.0", schema: &schema }];
    let found = |field| {
        let declaration = TypeDeclaration { odata_type: "n.a", bases: &[], fields: &[field] };
        check_structured(&versions, &declaration).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let count = Field { presence: Presence::Nullable, ..COUNT };
    assert_eq!(found(count), ["only the service sets `count` in v1.0; add `#[graph(read_only)]`"]);
    assert_eq!(found(Field { read_only: true, ..count }), [""; 0]);
    let string = Field { ty: FieldType::Primitive(Primitive::String), ..count };
    // B3
    let name = Field { property: "name", ..string };
    assert_eq!(found(name), ["only a creation can set `name` in v1.0; add `#[graph(create_only)]`"]);
    assert_eq!(found(Field { create_only: true, ..name }), [""; 0]);
    assert_eq!(found(Field { read_only: true, ..name }), [""; 0], "stricter than the schema");
    let instead = "only the service sets `count` in v1.0; write `read_only` in place of `create_only`";
    assert_eq!(found(Field { create_only: true, ..count }), [instead]);
    assert_eq!(found(Field { property: "id", key: true, presence: Presence::Required, ..string }), [""; 0]);
    assert_eq!(schema.to_string().parse::<Schema>().unwrap(), schema);
}

// B3
#[test]
fn a_property_is_create_only_if_no_version_lets_an_update_set_it() {
    let schema =
        |access: &str| format!("graph-schema 1\nnamespace n\nentity a\n  count Int32 {access}\n").parse::<Schema>().unwrap();
    for (v1, beta, message) in [
        ("immutable", "immutable", Some("only a creation can set `count` in v1.0 and beta; add `#[graph(create_only)]`")),
        ("computed", "immutable", Some("only a creation can set `count` in v1.0 and beta; add `#[graph(create_only)]`")),
        ("", "immutable", None),
        ("computed", "", None),
        ("computed", "computed", Some("only the service sets `count` in v1.0 and beta; add `#[graph(read_only)]`")),
    ] {
        let (v1, beta) = (schema(v1), schema(beta));
        let versions = [SchemaVersion { label: "v1.0", schema: &v1 }, SchemaVersion { label: "beta", schema: &beta }];
        let declaration = TypeDeclaration { odata_type: "n.a", bases: &[], fields: &[COUNT] };
        let found: Vec<_> = check_structured(&versions, &declaration).iter().map(ToString::to_string).collect();
        assert_eq!(found, message.into_iter().collect::<Vec<_>>());
    }
}
