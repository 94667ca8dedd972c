//! Checks schemas: if a schema that was read from text or XML is written as text, the text reads as the same schema.

use graph_schema::csdl::read_csdl;
use graph_schema::pack::pack_with_operations;
use graph_schema::syntax::excerpt::underline;
use graph_schema::{Resolution, Schema};

/// Runs one input: a schema as text or XML. A path to resolve in it may precede the schema, on a line of its own.
pub fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let (template, text) =
        text.split_once('\n').filter(|(first, _)| first.starts_with('/')).unwrap_or(("/things/{thingId}", &text));
    let schema = if text.trim_start().starts_with('<') { read_csdl(text) } else { text.parse::<Schema>() };
    let schema = match schema {
        Ok(schema) => schema,
        Err(error) => {
            assert!(error.line() <= text.lines().count() + 1, "{error}");
            return assert!(!error.to_string().is_empty());
        }
    };
    let written = schema.to_string();
    let read: Schema = written.parse().unwrap_or_else(|error| panic!("{error} in {written}"));
    assert_eq!(read, schema, "{written}");
    assert_eq!(read.to_string(), written);

    if let Resolution::Fails(failure) = schema.resolve(template, None) {
        assert!(template.get(failure.segment.clone()).is_some(), "{failure:?} of {template:?}");
        underline(template, &failure.segment);
        failure.message(template);
        failure.help();
    }
    match schema.resolve_operation(template) {
        Ok(found) => assert!(!found.overloads.is_empty()),
        Err(failure) => assert!(template.get(failure.segment.clone()).is_some(), "{failure:?} of {template:?}"),
    }
    let operations: Vec<&str> = schema.operations().map(|(name, _)| name).take(2).collect();
    let names: Vec<&str> = schema.types().map(|(name, _)| name).take(2).collect();
    if let Ok(packed) = pack_with_operations(&schema, &names, &[template], &operations) {
        let written = packed.to_string();
        assert_eq!(written.parse::<Schema>().unwrap_or_else(|error| panic!("{error} in {written}")), packed);
    }
}

/// Returns the inputs with which fuzzing starts.
pub fn seeds() -> Vec<Vec<u8>> {
    let text = "/things/{thingId}/n.special/part\ngraph-schema 1\nnamespace n\nalias m m.n\n\nset things thing\nsingleton one thing\n\n\
                open entity thing key id\n  id String\n  count Int32?\n  tags [String?]\n  level level\n  part -> thing\n  \
                parts -> [thing]\n  f() -> thing\n  [].g() -> [thing]\n\nabstract complex base\n\ncomplex limits : base\n  at \
                DateTimeOffset\n\nmedia entity special : thing\n  (key)\n\nimport now h\n\nfunction h\n  -> Date\n\naction wipe on thing\n  level \
                level optional\n  -> [thing?]\n\ncomposable function f on [thing]\n  id String\n  -> thing\n\nflags enum level\n  low 0\n  high 1\n";
    let xml = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="n" Alias="a" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<EnumType Name="level" IsFlags="true"><Member Name="low" Value="0"/><Member Name="high" Value="1"/></EnumType>
<ComplexType Name="limits" OpenType="true"><Property Name="count" Type="Edm.Int32" Nullable="false"/></ComplexType>
<EntityType Name="thing"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
<Property Name="level" Type="n.level"/><Property Name="tags" Type="Collection(Edm.String)"/>
<NavigationProperty Name="parts" Type="Collection(n.thing)" ContainsTarget="true"/></EntityType>
<EntityType Name="special" BaseType="n.thing" HasStream="true" Abstract="true"/>
<Function Name="f" IsBound="true" IsComposable="true"><Parameter Name="it" Type="a.thing"/><ReturnType Type="a.thing"/></Function>
<Action Name="wipe" IsBound="true"><Parameter Name="it" Type="Collection(a.thing)"/><Parameter Name="all" Type="n.level"/></Action>
<EntityContainer Name="c"><FunctionImport Name="now" Function="a.f"/><EntitySet Name="things" EntityType="n.thing"/><Singleton Name="one" Type="n.thing"/></EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>"#;
    let operation = text.replacen("/things/{thingId}/n.special/part", "/things/f(id='{id}')/wipe", 1);
    vec![text.into(), operation.into(), format!("/things/{{thingId}}/parts/{{partId}}\n{xml}").into()]
}
