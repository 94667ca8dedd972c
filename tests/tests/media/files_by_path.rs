//! Tests of files that are addressed by their path in the drive.

use graph_core::model::ItemPath;

use super::*;

#[tokio::test]
async fn a_file_is_uploaded_and_downloaded_by_its_path() {
    everywhere(emulator, async |graph, emulator| {
        let drive = DriveId::new("d").unwrap();
        let file = ItemPath::new("a b/c'd (1)/100%/content").unwrap();
        let content = DriveItem::v1().content_by_path(&drive, &file);
        let session = DriveItem::v1().create_upload_session_by_path(&drive, &file);

        let small = graph.upload(content.clone(), "small").await.unwrap();
        assert!(small.body.is_some_and(|file| !file.id.is_empty()));
        assert_eq!(graph.download(content.clone()).await.unwrap().body, "small");
        graph.upload_session(session, bytes(700_000)).await.unwrap();
        assert_eq!(graph.download(content.clone()).await.unwrap().body, bytes(700_000));
        assert_eq!(emulator.stored_content(&content), Some(bytes(700_000)));

        let other = DriveItem::v1().content_by_path(&drive, &ItemPath::new("a b/c'd (1)/100%").unwrap());
        assert!(graph.download(other).await.unwrap_err().is_not_found());
        assert_no_violation(&emulator);
    })
    .await;
}
