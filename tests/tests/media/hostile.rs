//! Property tests: whatever a service sends, downloads and uploads end, do not panic, and send the token to Microsoft Graph only.

use std::future::IntoFuture as _;
use std::time::Duration;

use graph_core::Json;
use graph_core::client::UploadSession;
use graph_core::http::Request;
use graph_core::transport::Transport as _;
use proptest::prelude::*;
use serde_json::json;

use super::hosts::{Service, answer, redirecting};
use super::*;

fn run<T>(story: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async { tokio::time::timeout(Duration::from_secs(1_000_000), story).await.expect("an end") })
}

fn assert_no_token_outside(service: &Service) {
    for (_, url, headers) in service.outside() {
        assert!(!headers.contains_key("authorization") && !url.contains(TOKEN), "{url}");
    }
}

/// Generates bytes that a header value may contain.
fn header_value() -> impl Strategy<Value = Vec<u8>> {
    let hostile = prop_oneof![
        Just(b"https://other.example".to_vec()),
        Just(b"http://".to_vec()),
        Just(b"https://graph.microsoft.com@".to_vec()),
        Just(b"..".to_vec()),
        Just(b"%00%zz".to_vec()),
        Just(b"bytes 0-".to_vec()),
        Just(b"18446744073709551615".to_vec()),
        Just(TOKEN.as_bytes().to_vec()),
        Just(vec![b'a'; 70_000]),
        proptest::collection::vec(prop_oneof![Just(9_u8), 32..=126_u8, 128..=255_u8], 0..20),
    ];
    proptest::collection::vec(hostile, 0..4).prop_map(|parts| parts.concat())
}

fn expected_ranges() -> impl Strategy<Value = Json> {
    let text = prop_oneof![
        (0..800_000_u64, 0..800_000_u64).prop_map(|(start, end)| format!("{start}-{end}")),
        (0..800_000_u64).prop_map(|start| format!("{start}-")),
        Just(format!("{}-", u64::MAX)),
        "[-0-9 a\u{0}]{0,24}",
    ];
    prop_oneof![
        proptest::collection::vec(text, 0..3).prop_map(|ranges| json!({"nextExpectedRanges": ranges})),
        Just(json!({"nextExpectedRanges": [1, null]})),
        Just(json!([])),
        Just(json!({"NextExpectedRanges": "0-"})),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_redirect_keeps_the_token(location in header_value()) {
        let service = redirecting(&location);
        let error = run(async { service.client().download(content()).await.err() });
        assert_no_token_outside(&service);
        let text = error.map(|error| format!("{error:#}{error:?}"));
        prop_assert!(text.is_none_or(|text| !text.contains(TOKEN)));
    }

    #[test]
    fn any_content_range_ends_the_download(range in header_value(), etag in header_value(), length in header_value(), status in 200..=206_u16) {
        let service = Service::new(move |_| {
            answer(status, &[("content-range", &range), ("etag", &etag), ("content-length", &length)], "content")
        });
        let mut all = 0;
        run(async {
            let mut chunks = service.client().download(content()).range(5..12).stream();
            while let Some(Ok(chunk)) = chunks.next().await {
                all += chunk.len();
            }
        });
        // A response may claim to be longer than it is. The client then requests it again, but only a limited number of times.
        prop_assert!(all <= 7 * 6, "{}", all);
    }

    #[test]
    fn any_expected_ranges_end_the_upload(answers in proptest::collection::vec((200..=299_u16, expected_ranges()), 1..6)) {
        let at = std::sync::atomic::AtomicUsize::new(0);
        let service = Service::new(move |_| {
            let (status, body) = &answers[at.fetch_add(1, std::sync::atomic::Ordering::Relaxed) % answers.len()];
            answer(*status, &[], body.to_string())
        });
        let session: UploadSession = serde_json::from_value(json!({"uploadUrl": "https://other.example/up"})).unwrap();
        let upload = service.client().resume_upload::<Json>(session, bytes(700_000)).max_retries(3);
        let _ = run(upload.into_future());
        assert_no_token_outside(&service);
        prop_assert!(service.outside().len() < 100, "{}", service.outside().len());
    }

    #[test]
    fn any_upload_url_keeps_the_token(url in header_value()) {
        let url = String::from_utf8_lossy(&url).into_owned();
        let service = Service::new(move |request| match request.uri().host() {
            Some("graph.microsoft.com") => answer(200, &[], json!({"uploadUrl": url}).to_string()),
            _ => answer(201, &[], ""),
        });
        let upload = service.client().upload_session(create_upload_session(), bytes(5)).into_future();
        let text = run(upload).err().map(|error| format!("{error:#}{error:?}"));
        assert_no_token_outside(&service);
        prop_assert!(text.is_none_or(|text| !text.contains(TOKEN)));
    }

    /// The emulator answers every request for content, every request to an upload session, and every request to a URL that is almost that
    /// of a session.
    #[test]
    fn any_request_to_the_emulator_gets_a_response(
        method in "GET|PUT|POST|PATCH|DELETE|HEAD",
        path in prop_oneof![
"/v1[.]0(/drives/d%201/items/content|/drives[(]'d'[)]/items|/users/ada/photo|/users)(/content|/preview|/i|/photo|/[$]value|/createUploadSession|[(]'a'[)]){0,3}",
            "/media/(uploads|downloads|operations)/[a-z0-9]{0,3}([?]tempauth=[a-z0-9]{0,3})?",
        ],
        (range, etag) in (header_value(), header_value()),
        body in proptest::collection::vec(any::<u8>(), 0..20),
        redirects: bool,
    ) {
        let emulator = if redirects { emulator().redirects_downloads() } else { emulator() };
        let (drive, item) = ids();
        emulator.store_content(&DriveItem::v1().content(&drive, &item), "text/plain", "a content");
        let request = Request::builder().method(&method[..]).uri(format!("https://graph.microsoft.com{path}"));
        let request = request.header("authorization", format!("Bearer {TOKEN}")).header("content-range", &range[..]);
        let request = request.header("range", &range[..]).header("if-range", &etag[..]).header("if-match", &etag[..]);
        let response = run(emulator.send(request.body(body.into()).unwrap())).unwrap();
        prop_assert!(response.status().as_u16() < 500, "{response:?}");
    }
}
