//! Tests reading a `$metadata` document, and the errors for a malformed one.
#![allow(clippy::unwrap_used, clippy::panic)]

use graph_schema::csdl::read_csdl;
use graph_schema::{Primitive, Resolution, Schema, Type};

fn document(schema: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\">\n\
         <edmx:Reference Uri=\"u\"><edmx:Include Namespace=\"Org.OData.Core.V1\" Alias=\"Core\"/></edmx:Reference>\n\
         <edmx:DataServices>\n<Schema Namespace=\"microsoft.graph\" Alias=\"graph\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n\
         {schema}\n</Schema>\n<Schema Namespace=\"microsoft.graph.security\" Alias=\"self\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n\
         <EntityType Name=\"host\" BaseType=\"graph.entity\"/>\n\
         <EntityType Name=\"server\" BaseType=\"self.host\"/>\n\
         </Schema>\n</edmx:DataServices>\n</edmx:Edmx>"
    )
}

const ENTITY: &str = r#"<EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key>
    <Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>"#;

fn read(schema: &str) -> Schema {
    read_csdl(&document(&format!("{ENTITY}{schema}"))).unwrap()
}

/// Part of a CSDL document with every kind of XML element that paths and declarations are checked against, and some that are skipped.
const EVERYTHING: &str = r#"<EnumType Name="roles" IsFlags="true"><Member Name="writer" Value="2"/><Member Name="none" Value="0"/></EnumType>
           <EnumType Name="counted"><Member Name="a"/><Member Name="b"/><Member Name="d" Value="-4"/></EnumType>
           <ComplexType Name="settings" OpenType="true"><Property Name="roles" Type="graph.roles" Nullable="false"/></ComplexType>
           <EntityType Name="user" BaseType="microsoft.graph.entity" HasStream="true">
             <Property Name="size" Type="Edm.Int64" Nullable="false"/>
             <Property Name="settings" Type="graph.settings"/>
             <Property Name="tags" Type="Collection(Edm.String)" Nullable="false"/>
             <Property Name="place" Type="Edm.GeographyPoint"/>
             <NavigationProperty Name="manager" Type="graph.user"/>
             <NavigationProperty Name="hosts" Type="Collection(self.host)" ContainsTarget="true"/>
             <NavigationProperty Name="any" Type="Edm.EntityType"/>
           </EntityType>
           <Function Name="nearest" IsBound="true" IsComposable="true"><Parameter Name="b" Type="graph.user"/><ReturnType Type="graph.user"/></Function>
           <Function Name="first" IsBound="true" IsComposable="true"><Parameter Name="b" Type="Collection(graph.user)"/><ReturnType Type="graph.user"/></Function>
           <Function Name="count" IsBound="true" IsComposable="true"><Parameter Name="b" Type="graph.user"/><ReturnType Type="Edm.Int32"/></Function>
           <Function Name="delta" IsBound="true"><Parameter Name="b" Type="graph.user"/><ReturnType Type="Collection(graph.user)"/></Function>
           <Function Name="delta" IsBound="true"><Parameter Name="b" Type="graph.user"/><Parameter Name="token" Type="Edm.String" Unicode="false"/>
             <ReturnType Type="Collection(graph.user)" Nullable="false"/></Function>
           <Function Name="bits" IsBound="true"><Parameter Name="b" Type="graph.roles"/><ReturnType Type="Edm.Int32"/></Function>
           <Function Name="today"><ReturnType Type="Edm.Date" Nullable="false"/></Function>
           <Action Name="wipe" IsBound="true"><Parameter Name="b" Type="graph.user"/>
             <Parameter Name="kinds" Type="Collection(graph.roles)" Nullable="false"/>
             <Parameter Name="all" Type="Edm.Boolean" Nullable="false"><Annotation Term="Core.OptionalParameter"/></Parameter></Action>
           <EntityContainer Name="c"><EntitySet Name="users" EntityType="graph.user"/><Singleton Name="me" Type="graph.user"/>
             <FunctionImport Name="now" Function="graph.today"/></EntityContainer>"#;

/// The compact text of [`EVERYTHING`].
const READ: &str = "\
graph-schema 1
namespace microsoft.graph
alias graph microsoft.graph
alias self microsoft.graph.security

singleton me user
set users user
import now today

enum counted
  d -4
  a 0
  b 1

abstract entity entity key id
  id String

flags enum roles
  none 0
  writer 2

entity microsoft.graph.security.host : entity

entity microsoft.graph.security.server : microsoft.graph.security.host

open complex settings
  roles roles

media entity user : entity
  place Untyped?
  settings settings?
  size Int64
  tags [String]
  hosts -> [microsoft.graph.security.host]
  manager -> user

composable function count on user
  -> Int32?

function delta on user
  -> [user?]

function delta on user
  token String?
  -> [user]

composable function first on [user]
  -> user?

composable function nearest on user
  -> user?

function today
  -> Date

action wipe on user
  kinds [roles]
  all Boolean optional
";

#[test]
fn everything_that_a_path_or_a_declaration_is_checked_against_is_read() {
    assert_eq!(read(EVERYTHING).to_string(), READ);
}

#[test]
fn a_type_definition_is_replaced_by_its_underlying_type() {
    let schema = read(
        r#"<TypeDefinition Name="weight" UnderlyingType="Edm.Decimal"/>
           <ComplexType Name="thing"><Property Name="weight" Type="graph.weight"/></ComplexType>"#,
    );
    let weight = schema.property("microsoft.graph.thing", "weight").unwrap();
    assert_eq!(weight.ty, Type::Primitive(Primitive::Decimal));
}

#[test]
fn the_content_of_a_message_is_a_path_although_graph_omits_has_stream() {
    let schema = read(
        r#"<EntityType Name="message" BaseType="graph.entity"/>
           <EntityType Name="event" BaseType="graph.entity"/>
           <EntityContainer Name="service"><EntitySet Name="messages" EntityType="graph.message"/>
             <EntitySet Name="events" EntityType="graph.event"/></EntityContainer>"#,
    );
    assert_eq!(schema.resolve("/messages/{id}/$value", Some("message")), Resolution::Resolves);
    assert!(matches!(schema.resolve("/events/{id}/$value", Some("event")), Resolution::Fails(_)));
}

#[test]
fn descriptions_are_read_where_they_stand_and_where_they_point_to() {
    let schema = read(
        r#"<EntityType Name="user"><Annotation Term="Core.Description" String="A user."/>
             <Property Name="size" Type="Edm.Int64"/></EntityType>
           <EnumType Name="e"><Member Name="a" Value="0"/></EnumType>
           <Annotations Target="graph.user/size"><Annotation Term="Org.OData.Core.V1.Description" String="How
               much."/><Annotation Term="Org.OData.Core.V1.Description" Qualifier="long" String="No."/></Annotations>
           <Annotations Target="microsoft.graph.e/a"><Annotation Term="Org.OData.Core.V1.Description" String="First."/></Annotations>
           <Annotations Target="microsoft.graph.e"><Annotation Term="Org.OData.Core.V1.LongDescription" String="No."/></Annotations>
           <Annotations Target="microsoft.graph.gone/a"><Annotation Term="Org.OData.Core.V1.Description" String="No."/></Annotations>"#,
    );
    assert_eq!(schema.structured("microsoft.graph.user").unwrap().doc.as_deref(), Some("A user."));
    assert_eq!(schema.property("microsoft.graph.user", "size").unwrap().doc.as_deref(), Some("How much."));
    let e = schema.enumeration("microsoft.graph.e").unwrap();
    assert_eq!((e.doc.as_deref(), e.members[0].doc.as_deref()), (None, Some("First.")));
}

#[test]
fn every_mistake_is_reported_with_its_line() {
    for (schema, expected) in [
        ("<EntityType/>", "line 6: `<EntityType>` lacks its `Name`"),
        ("\n<EntityType Name=\"a\"><Property Name=\"b\"/></EntityType>", "line 7: `<Property>` lacks its `Type`"),
        ("<EntityType Name=\"a\"><Property Name=\"b\" Type=\"graph.c\"/></EntityType>", "line 6: there is no type `c`"),
        ("<EntityType Name=\"a\"><NavigationProperty Name=\"b\" Type=\"c.d\"/></EntityType>", "line 6: there is no type `c.d`"),
        ("<EntityType Name=\"a\" BaseType=\"graph.c\"/>", "line 6: there is no type `c`"),
        ("<EntityType Name=\"a\" BaseType=\"graph.a\"/>", "line 6: `a` derives from itself"),
        ("<EntityType Name=\"a\"/>\n<EnumType Name=\"a\"/>", "line 7: `a` is declared twice: remove one"),
        (
            "<EntityType Name=\"a\"><Property Name=\"b\" Type=\"Edm.String\"/>\n\
             <NavigationProperty Name=\"b\" Type=\"n.a\"/></EntityType>",
            "line 7: `b` is declared twice: remove one",
        ),
        (
            "<ComplexType Name=\"a\">\n<Property Name=\"b\" Type=\"Edm.Int32\"/>\n<Property Name=\"b\" Type=\"Edm.Int32\"/></ComplexType>",
            "line 8: `b` is declared twice: remove one",
        ),
        ("<EnumType Name=\"a\"><Member Name=\"b\" Value=\"x\"/></EnumType>", "line 6: expected a whole number, found `x`"),
        ("<EntityType Name=\"a-b\"/>", "line 6: \"microsoft.graph.a-b\" is not a name: use letters, digits and `_`"),
        ("<EntityContainer><EntitySet Name=\"a\"/></EntityContainer>", "line 6: `<EntitySet>` lacks its `EntityType`"),
        ("<EntityContainer><Singleton Name=\"a\" Type=\"graph.b\"/></EntityContainer>", "line 6: there is no type `b`"),
        (
            "<Annotations><Annotation Term=\"Core.Description\" String=\"x\"/></Annotations>",
            "line 6: `<Annotations>` lacks its `Target`",
        ),
    ] {
        // Removes the base type `graph.entity`, which these documents do not declare.
        let text = document(schema).replace(" BaseType=\"graph.entity\"", "");
        assert_eq!(read_csdl(&text).unwrap_err().to_string(), expected, "{schema}");
    }
}

#[test]
fn other_documents_are_refused() {
    assert!(read_csdl("<Edmx").unwrap_err().to_string().starts_with("line 1: not well-formed XML: "));
    assert_eq!(
        read_csdl("\n<html/>").unwrap_err().to_string(),
        "line 2: not an OData 4 metadata document: its root element is `edmx:Edmx`"
    );
    // The parser refuses a document type declaration, so entities are never expanded.
    let bomb = "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>";
    assert!(read_csdl(bomb).unwrap_err().to_string().contains("not well-formed XML"));
}

#[test]
fn an_unknown_name_is_answered_with_the_nearest() {
    let schema = read(r#"<EnumType Name="role"><Member Name="a"/></EnumType>"#);
    let said = |name: &str| schema.named(name).unwrap_err().to_string();
    assert_eq!(schema.named("entity").unwrap(), "microsoft.graph.entity");
    assert_eq!(schema.named("self.host").unwrap(), "microsoft.graph.security.host");
    assert_eq!(
        said("host"),
        "the schema has no entity type or complex type `host`; did you mean `microsoft.graph.security.host`?"
    );
    assert_eq!(said("entiyt"), "the schema has no entity type or complex type `entiyt`; did you mean `entity`?");
    assert_eq!(said("role"), "`role` is an enumeration; name an entity type or complex type that has a property of it");
    assert_eq!(said("x"), "the schema has no entity type or complex type `x`");
}

// Case B3
#[test]
fn annotations_say_who_sets_a_property() {
    let property = |name: &str, annotation: &str| format!(r#"<Property Name="{name}" Type="Edm.Int32">{annotation}</Property>"#);
    let core = |term: &str| format!(r#"<Annotation Term="Org.OData.Core.V1.{term}"/>"#);
    let properties = [
        property("bool", &core(r#"Computed" Bool="true"#)),
        property("child", r#"<Annotation Term="Org.OData.Core.V1.Computed"><Bool>true</Bool></Annotation>"#),
        property("immutable", &core("Immutable")),
        property("not", &core(r#"Computed" Bool="false"#)),
        property("outside", ""),
        property("read", &core(r#"Permissions" EnumMember="Org.OData.Core.V1.Permission/Read"#)),
        property(
            "write",
            &core(r#"Permissions" EnumMember="Org.OData.Core.V1.Permission/Read Org.OData.Core.V1.Permission/Write"#),
        ),
    ];
    let outside = format!(r#"<Annotations Target="graph.a/outside">{}</Annotations>"#, core("Computed"));
    let schema = read(&format!(r#"<ComplexType Name="a">{}</ComplexType>{outside}"#, properties.concat()));
    let text = schema.to_string();
    let (_, text) = text.split_once("complex a\n").unwrap();
    let (text, _) = text.split_once("\n\n").unwrap();
    assert_eq!(
        text,
        "  bool Int32? computed\n  child Int32? computed\n  immutable Int32? immutable\n  not Int32?\n  outside Int32? computed\n  \
         read Int32? computed\n  write Int32?"
    );
    let request = graph_schema::declare::Request { name: "a", ..Default::default() };
    let declared = graph_schema::declare::declare(&schema, &request).unwrap();
    let read_only = declared.lines().zip(declared.lines().skip(1)).filter(|(line, _)| line.contains("read_only"));
    let fields: Vec<&str> = read_only.map(|(_, field)| field.trim()).collect();
    assert_eq!(
        fields,
        ["pub bool: Option<i32>,", "pub child: Option<i32>,", "pub outside: Option<i32>,", "pub read: Option<i32>,"]
    );
}

#[test]
fn alternate_keys_are_read_from_both_vocabularies_inside_and_outside_of_the_type() {
    let keys = |term: &str, keys: &[&[(&str, &str)]]| {
        let reference = |(alias, name): &(&str, &str)| {
            let alias =
                if alias.is_empty() { String::new() } else { format!(r#"<PropertyValue Property="Alias" String="{alias}"/>"#) };
            format!(
                r#"<Record>{alias}<PropertyValue Property="Name"><PropertyPath>{name}</PropertyPath></PropertyValue></Record>"#
            )
        };
        let record = |key: &&[(&str, &str)]| {
            let references: String = key.iter().map(reference).collect();
            format!(r#"<Record><PropertyValue Property="Key"><Collection>{references}</Collection></PropertyValue></Record>"#)
        };
        let records: String = keys.iter().map(record).collect();
        format!(r#"<Annotation Term="{term}"><Collection>{records}</Collection></Annotation>"#)
    };
    let own = keys("Core.AlternateKeys", &[&[("appId", "appId")], &[("", "first"), ("", "second")]]);
    let outside = keys("OData.Community.Keys.V1.AlternateKeys", &[&[("short", "a/b")], &[("", "not/a/name")]]);
    let schema = read(&format!(
        r#"<EntityType Name="app" BaseType="graph.entity">{own}</EntityType><Annotations Target="graph.app">{outside}</Annotations>"#
    ));
    let expected: [&[&str]; 3] = [&["appId"], &["first", "second"], &["short"]];
    assert_eq!(schema.alternate_keys("microsoft.graph.app").collect::<Vec<_>>(), expected);
    assert!(schema.to_string().contains("entity app : entity\n  (appId)\n  (first,second)\n  (short)\n"), "{schema}");
}
