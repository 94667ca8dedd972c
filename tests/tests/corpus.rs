//! Runs the check of API pages on unusual pages, which are made for this test because no real page is like them.

use std::path::Path;

use graph_tests::corpus;

#[test]
fn odd_pages_pass_and_broken_pages_are_reported() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("odd-pages");
    let report = corpus::check(&folder, Path::new(""), false).expect("the odd pages compile");
    let errors: Vec<&str> = report.verdict.errors.iter().map(String::as_str).collect();
    assert_eq!(
        errors,
        [
            "beta broken-path-update.md: path ** not found: a template begins with `/`: write `/** not found`",
            "beta broken-path-update.md: path /a b/{aId}: a path cannot contain white space: remove it",
            "beta broken-path-update.md: path /c/{}: a placeholder needs a name: `{userId}` takes a `&UserId`",
            "beta broken-action-update.md: method: the page documents an action and not a PATCH",
            "beta broken-response-update.md: response: the page shows no body",
            "beta broken-request-update.md: request: the body is not JSON: trailing comma at line 1 column 13",
            "beta broken-value-update.md: response: property `nodes[1].weight`: expected Int32, found a string",
            "beta broken-value-update.md: request: property `count`: expected Int32, found a string",
            "beta broken-tag-update.md: request: expected a microsoft.graph.brokenTag, found a #microsoft.graph.elsewhere",
        ]
    );
}
