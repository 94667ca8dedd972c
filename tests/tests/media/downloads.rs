//! Tests of downloads: whole, as a stream, in ranges, redirected, and after a broken connection.

use std::time::Duration;

use graph_core::emulator::Fault;
use graph_core::testing::Record;
use graph_core::transport::{Retry, Timeout, TransportErrorKind};

use super::*;

fn stored() -> Emulator {
    let emulator = emulator();
    emulator.store_content(&content(), "text/plain", bytes(1_000_000));
    emulator
}

fn redirected() -> Emulator {
    stored().redirects_downloads()
}

async fn collect(mut download: graph_core::client::Download) -> Result<Bytes, Error> {
    let mut all = Vec::new();
    while let Some(chunk) = download.next().await {
        all.extend_from_slice(&chunk?);
    }
    assert!(download.next().await.is_none());
    Ok(all.into())
}

fn kind(error: Error) -> TransportErrorKind {
    match error {
        Error::Transport(error) => error.kind(),
        error => panic!("{error:#}"),
    }
}

#[tokio::test]
async fn a_download_returns_the_content_with_its_headers() {
    for emulator in [stored as fn() -> Emulator, redirected] {
        everywhere(emulator, async |graph, emulator| {
            let whole = graph.download(content()).await.unwrap();
            assert_eq!((whole.status.as_u16(), whole.body), (200, bytes(1_000_000)));
            assert_eq!(whole.headers["content-type"], "text/plain");
            assert!(whole.etag.is_some());

            let mut stream = graph.download(content()).stream();
            assert!(stream.response().is_none());
            let first = stream.next().await.unwrap().unwrap();
            assert!(first.len() < 1_000_000, "{}", first.len());
            assert_eq!(stream.response().unwrap().status, 200);
            assert_eq!(collect(graph.download(content()).stream()).await.unwrap(), bytes(1_000_000));
            assert_no_violation(&emulator);
        })
        .await;
    }
}

#[tokio::test]
async fn a_stream_property_is_downloaded_through_its_path() {
    let (drive, item) = ids();
    let preview = DriveItem::v1().preview(&drive, &item);
    let emulator = emulator();
    emulator.store_content(&preview, "image/png", "a preview");
    emulator.store_content(&content(), "text/plain", "a content");
    let graph = emulator.client();
    assert_eq!(graph.download(preview).await.unwrap().body, "a preview");
    assert_eq!(graph.download(content()).await.unwrap().body, "a content");
}

#[tokio::test]
async fn a_range_returns_a_part_of_the_content() {
    for emulator in [stored as fn() -> Emulator, redirected] {
        everywhere(emulator, async |graph, emulator| {
            let all = bytes(1_000_000);
            let part = graph.download(content()).range(100..250).await.unwrap();
            assert_eq!((part.status.as_u16(), part.body), (206, all.slice(100..250)));
            assert_eq!(part.headers["content-range"], "bytes 100-249/1000000");
            let rest = collect(graph.download(content()).range(999_990..).stream()).await.unwrap();
            assert_eq!(rest, all.slice(999_990..));
            let longer = graph.download(content()).range(..=5_000_000).await.unwrap();
            assert_eq!((longer.status.as_u16(), longer.body), (206, all));

            let beyond = graph.download(content()).range(2_000_000..).await.unwrap_err();
            assert_eq!(beyond.status().unwrap().as_u16(), 416);
            let sent = emulator.journal().len();
            let empty = problem(graph.download(content()).range(5..5).await.unwrap_err());
            assert!(matches!(empty, MediaProblem::EmptyRange), "{empty:?}");
            assert_eq!(emulator.journal().len(), sent, "nothing was sent");
        })
        .await;
    }
}

#[tokio::test]
async fn content_above_the_limit_is_refused_in_memory_and_streamed() {
    everywhere(stored, async |graph, _| {
        let error = graph.download(content()).max_size(999_999).await.unwrap_err();
        assert_eq!(kind(error), TransportErrorKind::TooLarge);
        assert_eq!(graph.download(content()).max_size(1_000_000).await.unwrap().body.len(), 1_000_000);
    })
    .await;
}

#[tokio::test]
async fn a_broken_download_continues_with_the_rest() {
    // The request that is redirected gets a fault without effect.
    let through_redirect = vec![Fault::SlowBody(Duration::ZERO), Fault::TruncatedBody];
    for (emulator, faults) in [(stored as fn() -> Emulator, vec![Fault::TruncatedBody]), (redirected, through_redirect)] {
        everywhere(emulator, async |graph, emulator| {
            emulator.fail_next(faults.clone());
            assert_eq!(collect(graph.download(content()).stream()).await.unwrap(), bytes(1_000_000));
            let journal = emulator.journal();
            let resumed = journal.last().unwrap();
            assert_eq!(resumed.header("range"), Some("bytes=500000-"));
            assert!(resumed.header("if-range").unwrap().starts_with('"'));
            assert!(emulator.queued_faults().is_empty());
            assert_no_violation(&emulator);
        })
        .await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_download_that_breaks_again_and_again_ends() {
    let emulator = stored();
    let graph = emulator.client();
    emulator.fail_next([Fault::TruncatedBody, Fault::Reset, Fault::Reset, Fault::Reset]);
    let error = collect(graph.download(content()).max_resumes(2).stream()).await.unwrap_err();
    assert_eq!(kind(error), TransportErrorKind::Interrupted);
    assert_eq!(emulator.journal().len(), 3);
    emulator.clear_faults();

    emulator.fail_next([Fault::TruncatedBody]);
    let error = graph.download(content()).max_resumes(0).await.unwrap_err();
    assert_eq!(kind(error), TransportErrorKind::Interrupted);
}

#[tokio::test(start_paused = true)]
async fn content_that_changes_during_the_download_is_an_error() {
    let emulator = stored();
    emulator.fail_next([Fault::TruncatedBody]);
    let mut download = emulator.client().download(content()).stream();
    download.next().await.unwrap().unwrap();
    emulator.store_content(&content(), "text/plain", "another content");
    let error = collect(download).await.unwrap_err();
    assert!(matches!(problem(error), MediaProblem::Changed));
}

#[tokio::test(start_paused = true)]
async fn the_time_limit_is_for_each_chunk() {
    let emulator = stored();
    let graph = emulator.client();
    emulator.fail_next([Fault::SlowBody(Duration::from_secs(80))]);
    let slow = graph.download(content()).timeout(Duration::from_secs(15)).await.unwrap();
    assert_eq!(slow.body, bytes(1_000_000), "eight chunks, one each 10 s");

    emulator.fail_next([Fault::SlowBody(Duration::from_secs(160))]);
    let error = graph.download(content()).timeout(Duration::from_secs(15)).max_resumes(0).await.unwrap_err();
    assert_eq!(kind(error), TransportErrorKind::Timeout);
}

#[tokio::test(start_paused = true)]
async fn layers_pass_the_stream_on() {
    let emulator = stored();
    // The layer's limit is for the headers: the body takes longer.
    let layers = Retry::new(Timeout::new(emulator.clone(), Duration::from_secs(5)));
    let graph = Client::new(layers, StaticToken::new(TOKEN));
    emulator
        .fail_next([Fault::status(graph_core::http::StatusCode::SERVICE_UNAVAILABLE), Fault::SlowBody(Duration::from_secs(40))]);
    let mut download = graph.download(content()).timeout(Duration::from_secs(10)).stream();
    assert_eq!(download.next().await.unwrap().unwrap(), bytes(1_000_000).slice(..125_000));
    assert_eq!(collect(download).await.unwrap(), bytes(1_000_000).slice(125_000..));
    assert_eq!(emulator.journal().len(), 2);

    // A recording has whole bodies, so its layer asks for no stream.
    let record = std::sync::Arc::new(Record::new(emulator));
    let graph = Client::new(record.clone(), StaticToken::new(TOKEN));
    assert_eq!(graph.download(content()).await.unwrap().body, bytes(1_000_000));
    assert!(record.recording().to_json().len() > 1_000_000);
}

#[tokio::test]
async fn missing_content_and_an_unchanged_etag_are_errors_as_for_entities() {
    everywhere(emulator, async |graph, emulator| {
        let error = graph.download(content()).await.unwrap_err();
        assert!(error.is_not_found() && error.to_string().contains("/drives/{driveId}/items/{itemId}/content"), "{error}");
        emulator.store_content(&content(), "text/plain", "x");
        let etag = graph.download(content()).await.unwrap().etag.unwrap();
        let error = graph.download(content()).header("if-none-match", etag).await.unwrap_err();
        assert!(error.is_not_modified(), "{error}");
    })
    .await;
}

#[tokio::test]
async fn a_byte_order_mark_is_part_of_the_content() {
    everywhere(emulator, async |graph, emulator| {
        emulator.store_content(&content(), "text/plain", "\u{feff}text");
        assert_eq!(graph.download(content()).await.unwrap().body, "\u{feff}text");
    })
    .await;
}
