//! Measures how the CPU time of the schema tool grows with hostile metadata: case D5.
//!
//! `cargo bench -p graph-tests --bench metadata`
//!
//! Asserts that a type or a member of the large document takes at most three times the CPU time that it takes in the small document. With a
//! quadratic algorithm it would take eight times (types) or 64 times (members).

use std::fmt::Write as _;
use std::time::Duration;

use graph_schema::Schema;
use graph_schema::csdl::read_csdl;
use graph_schema::declare::{Request, declare};
use graph_schema::pack::pack;
use graph_tests::growth::{assert_linear, cpu_time, print_header};

fn main() {
    print_header("document");
    let small = 1_000;
    assert_linear("a chain of 8,000 base types, against 8 of 1,000", small, 8, chain);
    assert_linear("64,000 members of an enumeration in XML, against 64 × 1,000", small, 64, |count| members(count).0);
    assert_linear("64,000 members of an enumeration in a packed schema, against 64 × 1,000", small, 64, |count| {
        members(count).1
    });
}

fn document(types: &str) -> String {
    format!(r#"<Edmx><DataServices><Schema Namespace="n">{types}</Schema></DataServices></Edmx>"#)
}

/// Measures the time to read, pack and declare a chain of `length` types, each the base type of the next.
fn chain(length: usize) -> Duration {
    let mut types = String::from(r#"<ComplexType Name="t0"/>"#);
    for at in 1..length {
        let base = at - 1;
        let property = format!(r#"<Property Name="p{at}" Type="Edm.Int32"/>"#);
        write!(types, r#"<ComplexType Name="t{at}" BaseType="n.t{base}">{property}</ComplexType>"#).unwrap();
    }
    let xml = document(&types);
    let start = cpu_time();
    let schema = read_csdl(&xml).unwrap();
    let last = format!("t{}", length - 1);
    pack(&schema, &[&last], &[]).unwrap();
    declare(&schema, &Request { name: &last, ..Request::default() }).unwrap();
    cpu_time() - start
}

/// Measures the time to read an enumeration of `count` members, described by `Annotations` outside its element: from XML, and from its
/// compact text form.
fn members(count: usize) -> (Duration, Duration) {
    let (mut members, mut annotations) = (String::new(), String::new());
    for at in 0..count {
        write!(members, r#"<Member Name="member{at}" Value="{at}"/>"#).unwrap();
        let annotation = r#"<Annotation Term="Org.OData.Core.V1.Description" String="text"/>"#;
        write!(annotations, r#"<Annotations Target="n.e/member{at}">{annotation}</Annotations>"#).unwrap();
    }
    let xml = document(&format!(r#"<EnumType Name="e">{members}</EnumType>{annotations}"#));
    let start = cpu_time();
    let schema = read_csdl(&xml).unwrap();
    let read = cpu_time() - start;
    let text = schema.to_string();
    let start = cpu_time();
    assert_eq!(text.parse::<Schema>().unwrap().to_string(), text);
    (read, cpu_time() - start)
}
