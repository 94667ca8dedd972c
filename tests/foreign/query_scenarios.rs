//! The query options that are compared: one row for each, sent to the emulator and to CAP.
//!
//! Both services hold the same nine volumes, numbered `v1` to `v9`. All properties of `v8` are null, and its tags are empty.

use graph_core::client::{CountRequest, ListRequest};
use graph_core::model::{ParseValueError, TimeOfDay};
use graph_core::query::{Expand, Search, element};
use graph_core::{Client, Error, Filter, Flags, properties, property};

use crate::comparison::Cap::{self, Agrees, Differs, Refuses};
use crate::comparison::Comparison;
use crate::volumes::{Kind, Language, Shelf, Volume};

type Parsed = Result<(), ParseValueError>;

/// The reason for a difference: CAP joins conditions in SQL, where a comparison with null is null, and so is its negation. In OData, the
/// comparison is false.
///
/// Source: [OData 4.01 URL conventions, 5.1.1.1](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html).
const NULL_IN_SQL: &str = "negates a comparison with null as SQL does, not as OData 4.01 does";

/// The reason for a difference: for CAP, a function of null is false. For the emulator, it is null, and so is its negation.
const NULL_ARGUMENT: &str = "takes a function of null as false";

/// The reason for a difference: CAP's source says that it applies only the first term of a search (`db-service/lib/cql-functions.js`).
const FIRST_TERM: &str = "applies only the first term of a search";

fn volumes(graph: &Client) -> ListRequest<Volume> {
    graph.list(Volume::v1().volumes_collection())
}

fn shelves(graph: &Client) -> ListRequest<Shelf> {
    graph.list(Shelf::v1().shelves_collection())
}

/// Compares a row for each filter of volumes: its name, the filter, the ids that it matches, and CAP's answer.
async fn filters(table: &mut Comparison<'_>, rows: impl IntoIterator<Item = (&str, Filter<Volume>, &str, Cap)>) {
    for (name, filter, expected, cap) in rows {
        let option = format!("$filter, {name}");
        table.list(&option, expected, cap, |graph| volumes(graph).filter(filter.clone())).await;
    }
}

pub(crate) async fn comparisons(table: &mut Comparison<'_>) -> Parsed {
    let (code, pages, bytes) = (property!(Volume, code), property!(Volume, pages), property!(Volume, bytes));
    let (price, weight, lent) = (property!(Volume, price), property!(Volume, weight), property!(Volume, lent));
    let (bought, opens, changed) = (property!(Volume, bought), property!(Volume, opens), property!(Volume, changed));
    let guid = |last: u8| format!("c7df2760-2c81-4ef7-b578-5b5392b5710{last}").parse::<graph_core::Guid>();
    let rows = [
        ("eq Int32", pages.eq(200), "v2", Agrees),
        ("ne Int32, null", pages.ne(200), "v1 v3 v4 v5 v6 v7 v8 v9", Agrees),
        ("gt Int32", pages.gt(700), "v9", Agrees),
        ("le negative Int32", pages.le(-600), "v6", Agrees),
        ("ge Int64", bytes.ge(9_007_199_254_740_991), "v9", Agrees),
        ("eq Decimal", price.eq("0.3".parse::<graph_core::Decimal>()?), "v3", Agrees),
        ("lt Decimal", price.lt("0.25".parse::<graph_core::Decimal>()?), "v1 v2", Agrees),
        ("eq Double", weight.eq(0.5), "v1", Agrees),
        ("ge Double, exponent", weight.ge(1e10), "v9", Agrees),
        ("eq Boolean", lent.eq(true), "v1 v3 v5 v7 v9", Agrees),
        ("ne Boolean, null", lent.ne(true), "v2 v4 v6 v8", Agrees),
        ("eq Date", bought.eq("2020-02-29".parse::<graph_core::Date>()?), "v2", Agrees),
        ("lt Date", bought.lt("2020-04-01".parse::<graph_core::Date>()?), "v1 v2 v3", Agrees),
        ("ge TimeOfDay, fraction", opens.ge("16:30:00".parse::<TimeOfDay>()?), "v7 v9", Refuses(400)),
        ("lt TimeOfDay, raw text without a fraction", Filter::raw("opens lt 08:30:00"), "v1 v2", Agrees),
        ("eq DateTimeOffset", changed.eq("2026-01-01T04:00:00.123Z".parse::<graph_core::DateTimeOffset>()?), "v4", Agrees),
        (
            "gt DateTimeOffset, offset",
            changed.gt("2026-01-01T08:00:00+02:00".parse::<graph_core::DateTimeOffset>()?),
            "v6 v7 v9",
            Agrees,
        ),
        ("eq Guid", code.eq(guid(5)?), "v5", Agrees),
        ("in Guids", code.one_of([guid(6)?, guid(1)?]), "v1 v6", Agrees),
        ("in Int32s", pages.one_of([100, 300, 5]), "v1 v3", Agrees),
        ("in Strings", property!(Volume, id).one_of(["v3", "v2", "no"]), "v2 v3", Agrees),
        ("in nothing", pages.one_of([0; 0]), "", Agrees),
        ("is null", pages.is_null(), "v8", Agrees),
        ("is not null", price.is_not_null(), "v1 v2 v3 v4 v5 v6 v7 v9", Agrees),
        ("eq enum member", property!(Volume, kind).eq(Kind::Audio), "v3 v6 v9", Agrees),
    ];
    filters(table, rows).await;
    Ok(())
}

pub(crate) async fn texts(table: &mut Comparison<'_>) {
    let (title, id) = (property!(Volume, title), property!(Volume, id));
    let rows = [
        ("eq quote, ampersand, non-ASCII", title.eq("O'Neill & Söhne"), "v1", Agrees),
        ("eq percent, plus", title.eq("100% plus + 20%25"), "v2", Agrees),
        ("eq quotation marks, comma", title.eq("a \"quoted\", (word)"), "v3", Agrees),
        ("eq slashes, question mark, hash", title.eq("C:\\x/y? #1 = z;"), "v4", Agrees),
        ("eq beyond the BMP", title.eq("Größe 東京 🙂"), "v5", Agrees),
        ("eq of an injected condition", title.eq("' or 1 eq 1 or '"), "", Agrees),
        ("eq, case", title.eq("PLAIN RED"), "", Agrees),
        ("gt String", id.gt("v6"), "v7 v8 v9", Agrees),
        ("contains", title.contains("plain"), "v6 v7 v9", Agrees),
        ("contains quote", title.contains("O'N"), "v1", Agrees),
        ("contains percent and plus", title.contains("% plus +"), "v2", Agrees),
        ("contains underscore", title.contains('_'), "", Agrees),
        ("contains non-ASCII", title.contains("東"), "v5", Agrees),
        ("contains, case", title.contains("Plain"), "", Agrees),
        ("starts with", title.starts_with("plain "), "v6 v7 v9", Agrees),
        ("starts with percent", title.starts_with("100%"), "v2", Agrees),
        ("ends with", title.ends_with("een"), "v7", Agrees),
        ("ends with ampersand", title.ends_with("& Söhne"), "v1", Agrees),
        ("ends with emoji", title.ends_with("🙂"), "v5", Agrees),
    ];
    filters(table, rows).await;
}

pub(crate) async fn logic(table: &mut Comparison<'_>) {
    let (title, pages, lent) = (property!(Volume, title), property!(Volume, pages), property!(Volume, lent));
    let (plain, many) = (|| title.starts_with("plain"), || pages.gt(250));
    let rows = [
        ("and", plain().and(lent.eq(true)), "v7 v9", Agrees),
        ("or", plain().or(pages.eq(100)), "v1 v6 v7 v9", Agrees),
        ("and before or", plain().and(lent.eq(false)).or(pages.eq(100)), "v1 v6", Agrees),
        ("or in and", plain().and(lent.eq(false).or(pages.gt(800))), "v6 v9", Agrees),
        ("or of ands", many().and(lent.eq(true)).or(plain().and(lent.eq(false))), "v3 v5 v6 v7 v9", Agrees),
        ("not", !title.is_null(), "v1 v2 v3 v4 v5 v6 v7 v9", Agrees),
        ("not and", !(title.is_null().or(lent.is_not_null().and(pages.is_not_null()))), "", Agrees),
        ("not not", !!plain(), "v6 v7 v9", Agrees),
        ("not in", title.is_not_null().and(!pages.one_of([100, 200])), "v3 v4 v5 v6 v7 v9", Agrees),
        ("not eq, null", !lent.eq(true), "v2 v4 v6 v8", Differs("v2 v4 v6", NULL_IN_SQL)),
        ("not gt, null", !pages.gt(0), "v6 v8", Differs("v6", NULL_IN_SQL)),
        ("not contains, null", !title.contains("a"), "v1 v2 v4 v5", Differs("v1 v2 v4 v5 v8", NULL_ARGUMENT)),
        ("two filters", plain().and(lent.is_not_null()), "v6 v7 v9", Agrees),
    ];
    filters(table, rows).await;
    let two = |graph: &Client| volumes(graph).filter(plain().or(pages.eq(100))).filter(lent.eq(true));
    table.list("two calls of filter", "v1 v7 v9", Agrees, two).await;
}

pub(crate) async fn paths_and_lambdas(table: &mut Comparison<'_>) {
    let (tags, languages) = (property!(Volume, tags), property!(Volume, languages));
    let german = Flags::from([Language::German, Language::French]);
    let rows = [
        ("path over a navigation property", property!(Volume, shelf.name).eq("upper"), "v1 v2 v3 v4", Agrees),
        ("path over two", property!(Volume, shelf.inside.name).eq("upper"), "v5 v6 v7 v8", Agrees),
        ("path to null", property!(Volume, shelf.name).is_null(), "v9", Agrees),
        ("path into an object", property!(Volume, place.city).eq("Rome"), "v1 v3 v5 v7 v9", Refuses(400)),
        // CAP never answers a request with a function or `all` on such a collection.
        ("any of texts", tags.any(element().eq("odd")), "v1 v3 v5 v7 v9", Agrees),
        ("texts are not empty", tags.is_not_empty(), "v1 v2 v3 v4 v5 v6 v7 v9", Refuses(400)),
        ("has", languages.has(Language::German), "v1 v2 v5", Refuses(400)),
        ("has two", languages.has(german), "v2 v5", Refuses(400)),
    ];
    filters(table, rows).await;
    let (on, pages, lent) = (property!(Shelf, volumes), property!(Volume, pages), property!(Volume, lent));
    let rows = [
        ("any", on.any(pages.gt(350)), "s1 s2", Agrees),
        ("any with a quote", on.any(property!(Volume, title).eq("O'Neill & Söhne")), "s1", Agrees),
        ("any with and", on.any(pages.eq(100).and(lent.eq(true))), "s1", Agrees),
        ("all", on.all(pages.gt(50).and(lent.is_not_null())), "s1 s3", Agrees),
        ("not any", !on.any(pages.eq(100)), "s2 s3", Agrees),
        ("is not empty", on.is_not_empty(), "s1 s2", Agrees),
        ("is empty", on.is_empty(), "s3", Agrees),
        ("any in any", property!(Shelf, holds).any(on.any(pages.eq(500))), "s1", Agrees),
        ("count of a collection", on.count().gt(3), "s1 s2", Refuses(500)),
    ];
    for (name, filter, expected, cap) in rows {
        let option = format!("$filter of shelves, {name}");
        table.list(&option, expected, cap, |graph| shelves(graph).filter(filter.clone())).await;
    }
}

pub(crate) async fn order(table: &mut Comparison<'_>) {
    let (title, pages, lent) = (property!(Volume, title), property!(Volume, pages), property!(Volume, lent));
    let (id, price, bought) = (property!(Volume, id), property!(Volume, price), property!(Volume, bought));
    let shelf = property!(Volume, shelf.name);
    let rows = [
        ("descending", vec![id.descending()], "v9 v8 v7 v6 v5 v4 v3 v2 v1"),
        ("Int32, null first", vec![pages.ascending()], "v8 v6 v1 v2 v3 v4 v5 v7 v9"),
        ("Int32 descending, null last", vec![pages.descending()], "v9 v7 v5 v4 v3 v2 v1 v6 v8"),
        ("Decimal", vec![price.descending(), id.ascending()], "v9 v7 v6 v5 v4 v3 v2 v1 v8"),
        ("Date", vec![bought.descending(), id.ascending()], "v9 v7 v6 v5 v4 v3 v2 v1 v8"),
        ("Boolean, then text", vec![lent.ascending(), id.descending()], "v8 v6 v4 v2 v9 v7 v5 v3 v1"),
        ("path", vec![shelf.descending(), id.ascending()], "v1 v2 v3 v4 v5 v6 v7 v8 v9"),
    ];
    for (name, order, expected) in rows {
        let option = format!("$orderby, {name}");
        table.list(&option, expected, Agrees, |graph| volumes(graph).order_by(order.clone())).await;
    }
    let plain = |graph: &Client| volumes(graph).filter(title.starts_with("plain")).order_by([title.ascending()]);
    table.list("$orderby, text, with a filter", "v9 v7 v6", Agrees, plain).await;
    let sizes = |graph: &Client| {
        shelves(graph).order_by([property!(Shelf, volumes).count().descending(), property!(Shelf, id).descending()])
    };
    table.list("$orderby, count of a collection", "s2 s1 s3", Refuses(400), sizes).await;
}

pub(crate) async fn search_and_count(table: &mut Comparison<'_>) {
    let (title, red, green) = (property!(Volume, title), || Search::from("red"), || Search::from("green"));
    let rows = [
        ("word", red(), "v6", Agrees),
        ("case", "PLAIN".into(), "v6 v7 v9", Agrees),
        ("phrase", "plain green".into(), "v7", Agrees),
        ("quote, ampersand, non-ASCII", "O'Neill & Söhne".into(), "v1", Agrees),
        ("percent, plus", "100% plus +".into(), "v2", Agrees),
        ("OR", red().or(green()), "v6 v7", Differs("v6", FIRST_TERM)),
        ("AND", Search::from("plain").and(green()), "v7", Differs("v6 v7 v9", FIRST_TERM)),
        ("NOT", !red(), "v1 v2 v3 v4 v5 v7 v8 v9", Differs("", FIRST_TERM)),
        ("property, as Graph writes it", Search::property(&title, "blue"), "v9", Differs("", "searches for the text")),
    ];
    for (name, search, expected, cap) in rows {
        let option = format!("$search, {name}");
        table.list(&option, expected, cap, |graph| volumes(graph).search(search.clone())).await;
    }
    let plain = || title.starts_with("plain");
    table.list("$count", "v1 v2 v3 v4 v5 v6 v7 v8 v9 of 9", Agrees, |graph| volumes(graph).count()).await;
    table.list("$count and $filter", "v6 v7 v9 of 3", Agrees, |graph| volumes(graph).filter(plain()).count()).await;
    table.list("$count and $search", "v6 of 1", Agrees, |graph| volumes(graph).search(red()).count()).await;
    table.list("$count and $top", "v1 v2 of 9", Agrees, |graph| volumes(graph).top(2).count()).await;
    table.list("$count and $skip", "v9 of 9", Agrees, |graph| volumes(graph).skip(8).count()).await;
    let count = |graph: &Client| -> CountRequest<Volume> { graph.count(Volume::v1().volumes_count()) };
    table.count("/$count", "9", Agrees, count).await;
    table.count("/$count with a filter", "3", Agrees, |graph| count(graph).filter(plain())).await;
    let or = || property!(Volume, pages).is_null().or(title.contains("& S"));
    table.count("/$count with or, ampersand", "2", Agrees, |graph| count(graph).filter(or())).await;
    table.count("/$count with a path", "4", Agrees, |graph| count(graph).filter(property!(Volume, shelf.name).eq("upper"))).await;
    table.count("/$count with $search", "1", Agrees, |graph| count(graph).search(green())).await;
}

pub(crate) async fn pages(table: &mut Comparison<'_>) {
    let (id, pages) = (property!(Volume, id), property!(Volume, pages));
    let all = "v1 v2 v3 v4 v5 v6 v7 v8 v9";
    table.list("$skip", "v8 v9", Agrees, |graph| volumes(graph).skip(7)).await;
    table.list("$skip beyond the end", "", Agrees, |graph| volumes(graph).skip(20)).await;
    table.list("$top", "v1 v2 v3", Agrees, |graph| volumes(graph).top(3)).await;
    table.list("$top over pages", "v1 v2 v3 v4 v5 v6", Agrees, |graph| volumes(graph).top(6)).await;
    table
        .list("$skip, $top and $orderby", "v7 v6", Agrees, |graph| volumes(graph).order_by([id.descending()]).skip(2).top(2))
        .await;
    let select = |graph: &Client| volumes(graph).select(properties!(Volume, id, pages)).top(3);
    table.list("$select", "v1:100 v2:200 v3:300", Agrees, select).await;
    let filtered = |graph: &Client| volumes(graph).filter(pages.gt(700)).select([&id]);
    table.list("$select without the filter's property", "v9:-", Agrees, filtered).await;
    let four = |graph: &Client| volumes(graph).max_page_size(4);
    table.pages("maxpagesize", &format!("{all} in pages of [4, 4, 1]"), Agrees, four).await;
    table
        .pages("maxpagesize and $count", &format!("{all} of 9 in pages of [4, 4, 1]"), Agrees, |graph| four(graph).count())
        .await;
    let ordered = |graph: &Client| four(graph).order_by([pages.descending()]).filter(id.gt("v2"));
    table.pages("maxpagesize, $orderby, $filter", "v9 v7 v5 v4 v3 v6 v8 in pages of [4, 3]", Agrees, ordered).await;
    table.pages("maxpagesize and $skip", "v4 v5 v6 v7 v8 v9 in pages of [4, 2]", Agrees, |graph| four(graph).skip(3)).await;
    table.pages("maxpagesize and $top", "v1 v2 v3 v4 v5 v6 in pages of [4, 2]", Agrees, |graph| four(graph).top(6)).await;
    let ignored = Differs("v1 v2 v3 v4 v5 v6 v7 v8 v9 in pages of [4, 4, 1]", "ignores the preference");
    let three = |graph: &Client| volumes(graph).max_page_size(3);
    table.pages("maxpagesize below the service's own", &format!("{all} in pages of [3, 3, 3]"), ignored, three).await;
}

pub(crate) async fn expansions(table: &mut Comparison<'_>) {
    let (on, id, pages) = (property!(Shelf, volumes), property!(Volume, id), property!(Volume, pages));
    let related = || Expand::new(property!(Shelf, volumes));
    let rows = [
        ("$select", related().select(properties!(Volume, id, title)), "s1(v1 v2 v3 v4) s2(v5 v6 v7 v8) s3()"),
        ("$filter", related().filter(property!(Volume, title).contains("& S").or(pages.is_null())), "s1(v1) s2(v8) s3()"),
        ("$orderby", related().order_by([pages.descending()]), "s1(v4 v3 v2 v1) s2(v7 v5 v6 v8) s3()"),
        ("$top", related().top(2).order_by([id.ascending()]), "s1(v1 v2) s2(v5 v6) s3()"),
        ("$skip", related().skip(3).top(9).order_by([id.ascending()]), "s1(v4) s2(v8) s3()"),
        ("$filter over a path", related().filter(property!(Volume, shelf.inside.id).eq("s1")), "s1() s2(v5 v6 v7 v8) s3()"),
        ("$count", related().count(), "s1(v1 v2 v3 v4 of 4) s2(v5 v6 v7 v8 of 4) s3( of 0)"),
        (
            "all of these",
            related().select([&id]).filter(pages.is_not_null()).order_by([id.descending()]).skip(1).top(1).count(),
            "s1(v3 of 4) s2(v6 of 3) s3( of 0)",
        ),
        ("$expand", related().top(1).order_by([id.ascending()]).expand(property!(Volume, shelf)), "s1(v1(s1)) s2(v5(s2)) s3()"),
    ];
    for (name, expand, expected) in rows {
        let option = format!("$expand with {name}");
        table.list(&option, expected, Agrees, |graph| shelves(graph).expand(expand.clone())).await;
    }
    let whole = "s1(v1 v2 v3 v4) s2(v5 v6 v7 v8) s3()";
    table.list("$expand of a collection", whole, Agrees, |graph| shelves(graph).expand(on.clone())).await;
    let inside = |graph: &Client| shelves(graph).expand(property!(Shelf, inside));
    table.list("$expand of one entity, or none", "s1 s2(s1) s3(s2)", Agrees, inside).await;
    let two = |graph: &Client| inside(graph).expand(related().top(1).order_by([id.ascending()]));
    table.list("two expansions", "s1(v1) s2(s1)(v5) s3(s2)()", Agrees, two).await;
    let skipped = |graph: &Client| shelves(graph).expand(related().skip(3));
    table.list("$expand with $skip, without $top", "s1(v4) s2(v8) s3()", Refuses(500), skipped).await;
    let searched = |graph: &Client| shelves(graph).expand(related().search("green"));
    table.list("$expand with $search", "s1() s2(v7) s3()", Differs(whole, "ignores $search here"), searched).await;
    let holds = || Expand::new(property!(Shelf, holds));
    table.list("$levels", "s1(s2(s3)) s2(s3()) s3()", Refuses(400), |graph| shelves(graph).expand(holds().levels(2))).await;
    table
        .list("$levels=max", "s1(s2(s3())) s2(s3()) s3()", Refuses(400), |graph| shelves(graph).expand(holds().max_levels()))
        .await;
}

/// Compares delta queries, which OData 4.01 leaves to the service.
pub(crate) async fn delta(table: &mut Comparison<'_>) {
    let (ours, theirs) = (changes(table.emulator).await, changes(table.cap).await);
    table.row("delta", "v1 v2 v3 v4 v5 v6 v7 v8 v9, and a link", &Refuses(404), ours, theirs);
}

async fn changes(graph: &Client) -> Result<(String, ()), Error> {
    let mut changes = graph.delta(Volume::v1().volumes_delta()).stream();
    let mut ids = Vec::new();
    while let Some(change) = changes.next().await {
        ids.push(match change? {
            graph_core::client::Change::Changed(volume) => volume.get(&property!(Volume, id)).ok().flatten().unwrap_or_default(),
            graph_core::client::Change::Removed { id, .. } => format!("not {id}"),
        });
    }
    let link = changes.link().map_or("", |_| ", and a link");
    Ok((format!("{}{link}", ids.join(" ")), ()))
}
