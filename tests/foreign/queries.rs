//! Compares the emulator with CAP, query option by query option.

use graph_core::emulator::Emulator;
use graph_core::transport::ReqwestTransport;
use graph_core::{Client, Flags, StaticToken};

use crate::comparison::Comparison;
use crate::query_scenarios as scenarios;
use crate::volumes::{Kind, Language, Place, Shelf, ShelfId, Volume, VolumeId, VolumePatch};

type Failure = Box<dyn std::error::Error>;

const TITLES: [Option<&str>; 9] = [
    Some("O'Neill & Söhne"),
    Some("100% plus + 20%25"),
    Some("a \"quoted\", (word)"),
    Some("C:\\x/y? #1 = z;"),
    Some("Größe 東京 🙂"),
    Some("plain red"),
    Some("plain green"),
    None,
    Some("plain blue"),
];

/// Prints a row for each query option. Returns `true` if CAP's answers are as expected.
///
/// # Errors
/// An object cannot be created, or the emulator cannot be served.
pub(crate) async fn compare(cap: &Client) -> Result<bool, Failure> {
    // OData's `$top` limits the whole result.
    let emulator = Emulator::new().seeded_only().top_limits_result().with::<Volume>().with::<Shelf>();
    let server = emulator.serve(0).await?;
    let client = Client::builder(ReqwestTransport::new()?, StaticToken::new("unused")).host(server.host()).build();
    fill(cap, false).await?;
    fill(&client, true).await?;
    let mut table = Comparison { emulator: &client, cap, passed: true };
    scenarios::comparisons(&mut table).await?;
    scenarios::texts(&mut table).await;
    scenarios::logic(&mut table).await;
    scenarios::paths_and_lambdas(&mut table).await;
    scenarios::order(&mut table).await;
    scenarios::search_and_count(&mut table).await;
    scenarios::pages(&mut table).await;
    scenarios::expansions(&mut table).await;
    scenarios::delta(&mut table).await;
    Ok(table.passed)
}

/// Creates the shelves and the volumes that the queries read. If `is_emulator` is true, also adds links, where CAP has foreign keys, and
/// objects as values of properties, which CAP does not have.
async fn fill(graph: &Client, is_emulator: bool) -> Result<(), Failure> {
    for (id, name, inside) in [("s1", "upper", None), ("s2", "lower", Some("s1")), ("s3", "empty", Some("s2"))] {
        let shelf = Shelf::patch().name(name);
        let shelf = if let Some(inside) = inside { shelf.inside_id(inside) } else { shelf };
        graph.create(Shelf::v1().shelves_collection(), shelf).key(id).await?;
        if let Some(inside) = inside.filter(|_| is_emulator) {
            let (id, inside) = (ShelfId::new(id)?, ShelfId::new(inside)?);
            graph.set_link(Shelf::v1().inside_ref(&id), Shelf::v1().shelves(&inside)).await?;
            graph.add_link(Shelf::v1().holds_ref(&inside), Shelf::v1().shelves(&id)).await?;
        }
    }
    for (index, title) in (1..).zip(TITLES) {
        let shelf = ["s1", "s2"].get((index - 1) / 4).copied();
        let patch = title.map_or(Ok(Volume::patch().tags(Vec::new())), |title| volume(index, title))?;
        let patch = if let Some(shelf) = shelf { patch.shelf_id(shelf) } else { patch };
        let city = ["Oslo", "Rome"].get(index % 2).copied().filter(|_| is_emulator && title.is_some());
        let patch = if let Some(city) = city { patch.place(Place { city: Some(city.into()) }) } else { patch };
        let id = format!("v{index}");
        graph.create(Volume::v1().volumes_collection(), patch).key(id.as_str()).await?;
        if let Some(shelf) = shelf.filter(|_| is_emulator) {
            let (id, shelf) = (VolumeId::new(id)?, ShelfId::new(shelf)?);
            graph.set_link(Volume::v1().shelf_ref(&id), Shelf::v1().shelves(&shelf)).await?;
            graph.add_link(Shelf::v1().volumes_ref(&shelf), Volume::v1().volumes(&id)).await?;
        }
    }
    Ok(())
}

/// Returns a patch that creates the volume with this number.
fn volume(index: usize, title: &str) -> Result<VolumePatch, Failure> {
    let number = i32::try_from(index)?;
    let weight = if index == 9 { 1e10 } else { f64::from(number) / 2.0 };
    let patch = Volume::patch()
        .title(title)
        .code(format!("c7df2760-2c81-4ef7-b578-5b5392b5710{index}").parse::<graph_core::Guid>()?)
        // One number is negative.
        .pages(if index == 6 { -600 } else { number * 100 })
        .bytes(if index == 9 { 9_007_199_254_740_991 } else { i64::from(number) })
        .price(format!("0.{index}").parse::<graph_core::Decimal>()?)
        .weight(weight)
        .lent(index % 2 == 1)
        .bought(if index == 2 { "2020-02-29".to_owned() } else { format!("2020-0{index}-15") }.parse::<graph_core::Date>()?)
        .opens(format!("{:02}:30:00", index * 2 + 2).parse::<graph_core::model::TimeOfDay>()?)
        .changed(format!("2026-01-01T0{index}:00:00.123Z").parse::<graph_core::DateTimeOffset>()?)
        .kind(if index.is_multiple_of(3) { Kind::Audio } else { Kind::Paper })
        .tags(vec![if index % 2 == 1 { "odd" } else { "even" }.to_owned(), "all".to_owned()]);
    Ok(match index {
        1 => patch.languages(Flags::from(Language::German)),
        2 | 5 => patch.languages(Flags::from([Language::German, Language::French])),
        _ => patch.languages(Flags::from(Language::Italian)),
    })
}
