use graph_intune::*;
#[test]
fn smoke() {
    let json = r##"{"@odata.type":"#microsoft.graph.deviceConfigurationUserOverview","id":"a","pendingCount":12,"notApplicableCount":2,"successCount":12,"errorCount":10,"failedCount":11,"conflictCount":13,"lastUpdateDateTime":"2016-12-31T23:58:21.6459442-08:00","configurationVersion":4}"##;
    let x: DeviceConfigurationUserOverview = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&x).unwrap(), json);
    let p = DeviceConfigurationUserOverview::patch().success_count(3).pending_count(4);
    println!("{}", serde_json::to_string(&p).unwrap());
    let mut y = x.clone();
    p.apply(&mut y).unwrap();
    println!("{y:?}");
    assert_eq!(DeviceConfigurationUserOverviewPatch::diff(&x, &y), p);
    let id = DeviceConfigurationId::new("a/b").unwrap();
    println!("{:?}", DeviceConfigurationUserOverview::beta().root_certificate(&id));
    let e = serde_json::from_str::<DeviceConfigurationUserOverview>(&json.replace("\"errorCount\":10", "\"errorCount\":\"x\""))
        .unwrap_err();
    println!("{e}");
}
