//! Property tests of hostile arguments: each stays in its segment, its quotes and its parentheses, and comes back from the emulator
//! unchanged.

use graph_core::model::{GraphPaths, ItemPath, ItemPathError, Path, PathValue, Template};
use graph_core::{GraphEntity, GraphEnum, graph_ids, graph_paths};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use super::*;

graph_ids! { pub BookId; }

/// An entity at paths with every kind of argument. The emulator's response contains the decoded values of an alternate key.
#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.book")]
#[graph_paths(
    v1,
    "/books/{id | name}",
    quoted = "/books('{title}')",
    key = "/books({id})",
    "/books(title='{title}')",
    named = "/books/title={bookId}",
    kind = "/books(kind={kind},title='<title>')",
    file = "/books/root:/{item-path}:/end"
)]
pub struct Book {
    #[graph(key)]
    pub id: String,
    pub title: Option<String>,
    pub kind: Option<String>,
}

#[derive(Clone, Debug, PartialEq, GraphEnum)]
pub enum Kind {
    Novel,
    #[graph(other)]
    Other(String),
}

fn hostile() -> impl Strategy<Value = String> {
    let pieces = vec![
        "", ".", "..", "../..", "%2e%2e", "%27", "%2F", "'", "''", "')", "')/x", "a,b", "a=b", "x:", "{id}", "a\0b", "a\r\nb",
        "\u{202e}", "é", "$count", "$ref", "null", "true",
    ];
    prop_oneof![
        8 => any::<String>(),
        8 => "[a-z0-9./%?#&'\"<>(){},:;=@ \\\\+~$-]{0,12}",
        8 => proptest::sample::select(pieces).prop_map(String::from),
        1 => "[a'%,/()]{5000}",
    ]
}

/// Checks that the path has as many segments as its template, and no character that would end the path early, such as `?`. Also checks that
/// each segment keeps the literal text around its placeholder.
fn stays_inside<E: GraphPaths>(path: &Path<E>) -> Result<(), TestCaseError> {
    let text = path.as_str();
    let ends_early = text.contains(['?', '#', ' ', '"', '\\', '{', '}']) || text.contains(char::is_control);
    prop_assert!(text.is_ascii() && !ends_early, "{}", text);
    let segments: Vec<_> = text.split('/').collect();
    let wanted: Vec<_> = path.template().split('/').collect();
    prop_assert_eq!(segments.len(), wanted.len(), "{} {}", text, path.template());
    for (segment, wanted) in segments.into_iter().zip(wanted) {
        let (before, after) = (wanted.split('{').next().unwrap_or(wanted), wanted.rsplit('}').next().unwrap_or(wanted));
        prop_assert!(segment.starts_with(before) && segment.ends_with(after), "{} {}", segment, wanted);
        let decoded = percent_decode_str(segment).decode_utf8().unwrap();
        let quotes = |text: &str| text.matches('\'').count();
        prop_assert!(quotes(&decoded) % 2 == 0 || !wanted.contains('('), "{}", decoded);
        prop_assert!(!wanted.contains('(') || quotes(segment) <= quotes(wanted) + 2, "{}", segment);
    }
    Ok(())
}

/// Returns the entity in the emulator's response to a read, or `None` after an error response.
fn answered(emulator: &Emulator, path: &Path<Book>) -> Option<Book> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async { emulator.client().get(path.clone()).await.ok() }).map(|answer| answer.body)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_text_stays_in_its_quotes(text in hostile(), member in hostile()) {
        let emulator = Emulator::new().with::<Book>();
        let path = Book::v1().by_title(&text);
        stays_inside(&path)?;
        prop_assert_eq!(answered(&emulator, &path).unwrap().title.unwrap(), text.clone());

        let path = Book::v1().kind(Kind::Other(member.clone()), &text);
        stays_inside(&path)?;
        let book = answered(&emulator, &path).unwrap();
        prop_assert_eq!(book.title.unwrap(), text.clone());
        prop_assert_eq!(book.kind.unwrap(), member);

        let path = Book::v1().quoted(&text);
        stays_inside(&path)?;
        // A key cannot be empty or a dot segment; the emulator refuses it, and does not answer with another object.
        let is_key = !text.is_empty() && text != "." && text != "..";
        prop_assert_eq!(answered(&emulator, &path).map(|book| book.id), is_key.then_some(text));
    }

    #[test]
    fn an_id_stays_in_its_segment_and_its_parentheses(text in hostile()) {
        let Ok(id) = BookId::new(text.as_str()) else { return Ok(()) };
        let emulator = Emulator::new().with::<Book>();
        for path in [Book::v1().books(&id), Book::v1().key(&id)] {
            stays_inside(&path)?;
            let is_word = ["$count", "$ref"].contains(&text.as_str()) && path.template().contains("/{");
            prop_assert_eq!(answered(&emulator, &path).map(|book| book.id), (!is_word).then(|| text.clone()));
        }
        let path = Book::v1().named(&id);
        stays_inside(&path)?;
        prop_assert_eq!(answered(&emulator, &path).unwrap().title.unwrap(), text);
    }

    #[test]
    fn an_item_path_stays_between_its_colons(texts in proptest::collection::vec(hostile(), 1..4)) {
        let text = texts.join("/");
        let segments: Vec<_> = text.split('/').collect();
        let item = match ItemPath::new(text.as_str()) {
            Ok(item) => item,
            Err(error) => {
                let is_reason = match error {
                    ItemPathError::EmptySegment => segments.contains(&""),
                    ItemPathError::DotSegment => segments.iter().any(|segment| *segment == "." || *segment == ".."),
                    ItemPathError::ControlCharacter { at } => text[at..].starts_with(char::is_control),
                    _ => false,
                };
                prop_assert!(is_reason, "{text:?}: {error}");
                return Ok(());
            }
        };
        let path = Book::v1().file(&item);
        let inner = path.as_str().strip_prefix("/books/root:/").and_then(|rest| rest.strip_suffix(":/end")).unwrap();
        prop_assert!(!inner.contains([':', '?', '#', '(', '\'']));
        let decoded: Vec<_> = inner.split('/').map(|segment| percent_decode_str(segment).decode_utf8().unwrap()).collect();
        prop_assert_eq!(decoded, segments);
        let emulator = Emulator::new().with::<Book>();
        let seeded = Book { id: String::new(), title: Some(text), kind: None };
        emulator.seed(&path, &seeded);
        prop_assert_eq!(answered(&emulator, &path).unwrap().title, seeded.title);
    }
}

#[test]
fn values_without_quotes_cannot_leave_their_place() {
    let numbers = [1.5_f64.to_path(), f64::NEG_INFINITY.to_path(), f64::NAN.to_path(), (-3_i64).to_path(), true.to_path()];
    assert_eq!(numbers, ["1.5", "-INF", "NaN", "-3", "true"]);
    assert_eq!([1e300_f64.to_path(), 0.1_f32.to_path(), f32::MAX.to_path()], ["1e+300", "0.1", "3.4028235e+38"]);
    assert_eq!(None::<i32>.to_path(), "null");
    assert_eq!(Kind::Novel.to_path(), "novel");
    assert_eq!(Kind::Other("a b,c')".into()).to_path(), "'a b,c'')'");
    assert_eq!("P1D".parse::<graph_core::model::Duration>().unwrap().to_path(), "duration'P1D'");
    let templates: Vec<Template> = Book::templates().collect();
    assert!(templates.iter().any(|template| template.text == "/books(kind={kind},title='{title}')"));
}

/// A URL has at most 65,534 bytes in the crate `http`, so a longer argument fails when the request is sent.
#[tokio::test]
async fn an_argument_of_70_kilobytes_stays_in_its_place_and_is_an_error_of_the_request() {
    let long = "a'%,()/..".repeat(8_000);
    let item = ItemPath::new(long.replace("..", "x")).unwrap();
    let id = BookId::new(long.as_str()).unwrap();
    let graph = Emulator::new().with::<Book>().client();
    for path in [Book::v1().by_title(&long), Book::v1().quoted(&long), Book::v1().books(&id), Book::v1().key(&id)] {
        stays_inside(&path).unwrap();
        assert!(graph.get(path).await.is_err());
    }
    assert!(graph.get(Book::v1().file(&item)).await.is_err());
}
