//! Tests of the descriptors that derives emit.

use super::*;

const KEYLESS: StructuredType = StructuredType::entity("microsoft.graph.status", &[]);

#[test]
fn an_entity_without_a_key_is_an_entity() {
    assert_eq!((KEYLESS.kind(), KEYLESS.is_keyless()), (StructuredKind::Entity, true));
    assert!(Property::new("status", PropertyType::structured(|| &KEYLESS)).is_navigation());
    let complex = StructuredType::complex("microsoft.graph.place", &[]);
    assert_eq!((complex.kind(), complex.is_keyless()), (StructuredKind::Complex, false));
}

#[test]
fn an_enum_of_derived_types_has_their_kind() {
    const ALL: StructuredType = StructuredType::any_of("microsoft.graph.item", &[PropertyType::structured(|| &KEYLESS)]);
    assert_eq!((ALL.kind(), ALL.is_keyless()), (StructuredKind::Entity, true));
    assert_eq!(StructuredType::any_of("microsoft.graph.item", &[]).kind(), StructuredKind::Complex);
}

#[test]
fn an_object_has_the_type_of_its_tag() {
    static LEAF: StructuredType = StructuredType::complex("microsoft.graph.leaf", &[]);
    static INNER: StructuredType = StructuredType::any_of("microsoft.graph.inner", &[PropertyType::structured(|| &LEAF)]);
    static ALL: StructuredType = StructuredType::any_of("microsoft.graph.all", &[PropertyType::structured(|| &INNER)]);
    let of = |json: Json| ALL.of_value(json.as_object().unwrap()).name;
    for (tag, name) in
        [("#microsoft.graph.leaf", LEAF.name), ("microsoft.graph.inner", INNER.name), ("#microsoft.graph.x", ALL.name)]
    {
        assert_eq!(of(serde_json::json!({"@odata.type": tag})), name);
    }
    assert_eq!((of(serde_json::json!({})), of(serde_json::json!({"@odata.type": 1}))), (ALL.name, ALL.name));
}
