//! Tests of uploads in one request.

use super::*;

#[tokio::test]
async fn an_upload_returns_the_entity_and_is_downloaded_again() {
    everywhere(emulator, async |graph, emulator| {
        let uploaded = graph.upload(content(), bytes(700_000)).content_type("text/plain").await.unwrap();
        assert_eq!((uploaded.status.as_u16(), uploaded.body.unwrap().id.as_str()), (201, "content"));
        assert_eq!(emulator.stored_content(&content()), Some(bytes(700_000)));
        let sent = emulator.journal();
        assert_eq!(sent.last().unwrap().header("content-type"), Some("text/plain"));

        let again = graph.upload(content(), "short").await.unwrap();
        assert_eq!(again.status, 200);
        let downloaded = graph.download(content()).await.unwrap();
        assert_eq!((downloaded.body, downloaded.etag), (Bytes::from("short"), again.etag));
        assert_eq!(downloaded.headers["content-type"], "application/octet-stream");
    })
    .await;
}

#[tokio::test]
async fn a_photo_is_the_value_of_its_entity() {
    everywhere(emulator, async |graph, emulator| {
        assert!(graph.download(photo()).await.unwrap_err().is_not_found());
        let uploaded = graph.upload(photo(), bytes(100)).content_type("image/jpeg").await.unwrap();
        assert_eq!(uploaded.body, None);
        let photo = graph.download(photo()).await.unwrap();
        assert_eq!((photo.body, &photo.headers["content-type"]), (bytes(100), &"image/jpeg".parse().unwrap()));
        assert_eq!(emulator.journal().last().unwrap().url().path(), "/v1.0/users/ada/photo/$value");
    })
    .await;
}

#[tokio::test]
async fn an_upload_with_a_stale_etag_is_refused() {
    everywhere(emulator, async |graph, emulator| {
        let first = graph.upload(content(), "a").await.unwrap().etag.unwrap();
        graph.upload(content(), "b").if_match(&first).await.unwrap();
        let error = graph.upload(content(), "c").if_match(&first).await.unwrap_err();
        assert!(error.is_precondition_failed(), "{error}");
        assert_eq!(emulator.stored_content(&content()).unwrap(), "b");
    })
    .await;
}

#[tokio::test]
async fn photos_go_through_batches_and_bulks() {
    everywhere(emulator, async |graph, emulator| {
        let mut batch = graph.batch();
        let uploaded = batch.add(graph.upload(photo(), bytes(300)).content_type("image/jpeg"));
        let text = batch.add(graph.upload(content(), "{\"a\": \"\u{e4}\"").content_type("text/plain"));
        let mut results = batch.send().await.unwrap();
        assert_eq!(results.take(uploaded).unwrap().status, 200);
        assert_eq!(results.take(text).unwrap().body.unwrap().id, "content");
        assert_eq!(emulator.stored_content(&photo()), Some(bytes(300)));
        assert_eq!(emulator.stored_content(&content()).unwrap(), "{\"a\": \"\u{e4}\"");

        let downloads = [("photo", graph.download(photo())), ("part", graph.download(photo()).range(5..10))];
        let mut bulk = graph.bulk(downloads);
        while let Some((key, result)) = bulk.next().await {
            let expected = if key == "photo" { bytes(300) } else { bytes(300).slice(5..10) };
            assert_eq!(result.unwrap().body, expected, "{key}");
        }
        assert_no_violation(&emulator);
    })
    .await;
}

#[tokio::test]
async fn a_content_type_that_is_no_header_value_is_refused_before_the_request() {
    let emulator = emulator();
    let error = emulator.client().upload(content(), "a").content_type("text/plain\r\nx: y").await.unwrap_err();
    assert!(matches!(error, Error::InvalidHeader(_)), "{error}");
    assert!(emulator.journal().is_empty());
}
